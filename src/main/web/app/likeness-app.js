// The frame of all pages: navigation, the page that the address names, toasts, keys and their help.

import {html, nothing} from 'lit';
import {unsafeStatic, html as staticHtml} from 'lit/static-html.js';
import * as api from '../api.js';
import {LikenessElement} from '../components/element.js';
import '../components/toast-list.js';
import '../pages/sign-in/sign-in-page.js';
import {findPage, pages} from '../pages/index.js';
import {strings} from '../strings.js';
import {errorText, redo, showError, undo} from './edits.js';
import {follow} from './live.js';
import {addKeys, currentKeys, listenToKeys} from './keyboard.js';
import {address, go, route} from './router.js';
import {editKeys, forgetSession, isSignedIn, loadSession, mustSignIn, signOut} from './session.js';

class LikenessApp extends LikenessElement {
  static properties = {
    route: {state: true},
    galleries: {state: true},
    error: {state: true},
    help: {state: true},
    isReady: {state: true},
    isSignedOut: {state: true},
  };

  constructor() {
    super();
    this.route = route();
    this.whileShown('hashchange', () => this.follow());
    this.whileShown('signed-out', () => this.signedOut());
    this.whileShown('signed-in', () => this.signedIn());
  }

  connectedCallback() {
    super.connectedCallback();
    listenToKeys();
    addKeys({
      '?': [() => this.querySelector('.help').showModal(), strings.keys.help],
      '/': [() => go({page: 'search'}), strings.keys.search],
      g: [() => this.waitForLetter(), strings.keys.page],
    });
    this.start();
  }

  /** Nothing is read before it is known who reads. */
  async start() {
    try {
      await loadSession();
    } catch (error) {
      this.error = error;
      return;
    }
    if (mustSignIn()) this.isSignedOut = true;
    else await this.signedIn();
  }

  /** Shows the page of the address, with what the key allows. */
  async signedIn() {
    this.isSignedOut = false;
    this.galleries = undefined;
    this.removeEditKeys?.();
    this.removeEditKeys = addKeys(editKeys({
      z: [() => undo(this.route.gallery), strings.keys.undo],
      Z: [() => redo(this.route.gallery), strings.keys.redo],
    }));
    await this.follow();
    this.isReady = true;
  }

  /** Asks for a key again; the address stays, so that the same place is shown afterwards. */
  signedOut() {
    if (this.isSignedOut) return;
    forgetSession();
    this.isSignedOut = true;
  }

  async leave() {
    try {
      await signOut();
      this.isSignedOut = true;
    } catch (error) {
      showError(error);
    }
  }

  /** The letter after `g` chooses the page. */
  waitForLetter() {
    const keys = Object.fromEntries(pages.map((page) => [page.key, [() => go({page: page.name}), '']]));
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
      await findPage(place.page).load();
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
    return found && !found.photos && findPage('start') ? 'start' : 'people';
  }

  render() {
    if (this.isSignedOut) {
      return html`<main class="alone"><sign-in-page></sign-in-page></main><toast-list></toast-list>`;
    }
    return html`
      <a class="skip" href="#main" @click=${this.skip}>${strings.skip}</a>
      <nav class="rail" aria-label=${strings.navigation}>
        <span class="brand">Likeness</span>
        ${pages.filter((page) => page.place === 'rail').map((page) => this.link(page))}
        ${isSignedIn() ? html`<button class="quiet sign-out" @click=${this.leave}>${strings.signOut}</button>` : nothing}
      </nav>
      <main id="main" tabindex="-1">
        ${this.error ? html`<p class="notice" role="alert">${errorText(this.error)}</p>` : this.page()}
      </main>
      <toast-list></toast-list>
      <dialog class="help" aria-label=${strings.keys.help}>
        <h2>${strings.keys.title}</h2>
        <dl>${currentKeys().map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${words}</dd>`)}</dl>
        <form method="dialog"><button>${strings.close}</button></form>
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
    const tag = unsafeStatic(`${page.name}-page`);
    return staticHtml`<${tag} .route=${this.route}></${tag}>`;
  }

  skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }
}

customElements.define('likeness-app', LikenessApp);
