// The frame of all pages: navigation, the page that the address names, toasts, keys and their help.

import {html, nothing} from 'lit';
import {unsafeStatic, html as staticHtml} from 'lit/static-html.js';
import * as api from '../api.js';
import {LikenessElement} from '../components/element.js';
import '../components/toast-list.js';
import '../pages/sign-in/sign-in-page.js';
import {allowedPages, findPage} from '../pages/index.js';
import {strings} from '../strings.js';
import {emptyState} from '../components/parts.js';
import {ApiError} from './http.js';
import {errorText, redo, showError, undo} from './edits.js';
import {follow, unfollow} from './live.js';
import {addKeys, currentKeys, listenToKeys} from './keyboard.js';
import {address, go, route} from './router.js';
import {canEdit, forgetSession, hasScope, isSignedIn, loadSession, mustSignIn, signOut} from './session.js';

const RETRY_MS = 3000;

class LikenessApp extends LikenessElement {
  static properties = {
    route: {state: true},
    galleries: {state: true},
    error: {state: true},
    help: {state: true},
    isReady: {state: true},
    isSignedOut: {state: true},
    isLost: {state: true},
  };

  constructor() {
    super();
    this.route = route();
    this.whileShown('hashchange', () => this.follow());
    this.whileShown('signed-out', () => this.signedOut());
    this.whileShown('signed-in', () => this.signedIn());
    this.whileShown('server-lost', () => (this.isLost = true));
    this.whileShown('server-found', () => this.found());
    this.whileShown('session-changed', () => loadSession().catch(showError));
    this.whileShown('scope-changed', () => this.requestUpdate());
    // A file that is dropped beside a field would replace the page.
    this.whileShown('dragover', (event) => this.keepPage(event));
    this.whileShown('drop', (event) => this.keepPage(event));
  }

  connectedCallback() {
    super.connectedCallback();
    listenToKeys();
    this.start();
  }

  keys() {
    return {
      '?': [() => this.showKeys(), strings.keys.help],
      '/': [() => go({page: 'search'}), strings.keys.search],
      g: [() => this.waitForLetter(), strings.keys.page],
    };
  }

  editKeys() {
    return {
      z: [() => undo(this.route.gallery), strings.keys.undo],
      Z: [() => redo(this.route.gallery), strings.keys.redo],
    };
  }

  /** Nothing is read before it is known who reads. */
  async start() {
    try {
      await loadSession();
    } catch (error) {
      this.error = error;
      setTimeout(() => this.start(), RETRY_MS);
      return;
    }
    if (mustSignIn()) this.isSignedOut = true;
    else await this.signedIn();
  }

  /** Shows the page of the address, with what the key allows. */
  async signedIn() {
    this.isSignedOut = false;
    this.galleries = undefined;
    await this.follow();
    this.isReady = true;
  }

  /** Asks for a key again; the address stays, so that the same place is shown afterwards. */
  signedOut() {
    if (this.isSignedOut) return;
    unfollow();
    forgetSession();
    this.isSignedOut = true;
  }

  /** The server is there again. Pictures that could not be read are asked for once more. */
  found() {
    this.isLost = false;
    if (this.error) this.follow();
    for (const image of this.querySelectorAll('img')) {
      if (image.complete && !image.naturalWidth) image.src = image.src;
    }
  }

  async leave() {
    unfollow();
    try {
      await signOut();
      this.signedOut();
    } catch (error) {
      follow(this.route.gallery);
      showError(error);
    }
  }

  /** The keys that answer now. */
  async showKeys() {
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('.help')?.showModal();
  }

  /** The letter after `g` chooses the page. */
  waitForLetter() {
    const keys = Object.fromEntries(allowedPages().filter(({key}) => key).map((page) => [page.key, [() => go({page: page.name}), '']]));
    const remove = addKeys(keys);
    setTimeout(remove, 1500);
  }

  /** Shows the place that the address names; an address without a gallery becomes that of the first one. */
  async follow() {
    if (this.isSignedOut) return;
    try {
      this.galleries ??= (await api.listGalleries()).galleries;
      const place = route();
      const gallery = place.gallery || this.galleries[0]?.name || 'default';
      if (!place.gallery || !findPage(place.page)) {
        location.replace(address({gallery, page: this.firstPage(gallery)}));
        return;
      }
      await findPage(place.page).load().catch(() => {
        throw new ApiError({});
      });
      // Back was faster than the page's code: another call shows where the reader is now.
      if (address(place) !== address(route())) return;
      follow(gallery);
      this.route = place;
      this.error = null;
      document.title = `${findPage(place.page).title} · Likeness`;
    } catch (error) {
      this.error = error;
    }
  }

  /** Where nothing is to be seen yet, photos are added first. */
  firstPage(gallery) {
    const found = this.galleries.find((one) => one.name === gallery);
    return found && !found.photos && canEdit() ? 'start' : 'people';
  }

  render() {
    if (this.isSignedOut) {
      return html`<main class="alone"><sign-in-page></sign-in-page></main><toast-list></toast-list>`;
    }
    return html`
      <a class="skip" href="#main" @click=${this.skip}>${strings.skip}</a>
      <nav class="rail" aria-label=${strings.navigation}>
        <span class="brand">Likeness</span>
        ${allowedPages().filter((page) => page.place === 'rail').map((page) => this.link(page))}
        ${isSignedIn() ? html`<button class="quiet sign-out for-all" @click=${this.leave}>${strings.signOut}</button>` : nothing}
      </nav>
      <main id="main" tabindex="-1">
        <p class="lost" role="status">${this.isLost ? strings.lost : nothing}</p>
        ${this.error ? html`<p class="notice" role="alert">${errorText(this.error)}</p>` : this.page()}
      </main>
      <toast-list></toast-list>
      <dialog class="help" aria-label=${strings.keys.help}>
        <h2>${strings.keys.title}</h2>
        <dl>${currentKeys().map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${words}</dd>`)}</dl>
        <form method="dialog"><button class="for-all">${strings.close}</button></form>
      </dialog>`;
  }

  link(page) {
    const isBehind = page.name === 'more' && findPage(this.route.page)?.place === 'more';
    const current = page.name === this.route.page || isBehind;
    const short = strings.shortPages[page.name];
    return html`<a href=${address({gallery: this.route.gallery, page: page.name})} data-page=${page.name}
        aria-current=${current ? 'page' : nothing}>${short ? html`<span class="for-rail">${page.title}</span><span
        class="for-bar">${short}</span>` : page.title}</a>`;
  }

  page() {
    const page = findPage(this.route.page);
    if (!page || !this.isReady) return nothing;
    if (!hasScope(page.scope)) {
      return html`<header class="page-head"><h1>${page.title}</h1></header>${emptyState(strings.onlyLooking, strings.onlyLookingMore)}`;
    }
    const tag = unsafeStatic(`${page.name}-page`);
    return staticHtml`<${tag} .route=${this.route}></${tag}>`;
  }

  keepPage(event) {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }
}

customElements.define('likeness-app', LikenessApp);
