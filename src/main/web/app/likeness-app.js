// The frame of all pages: navigation, the page that the address names, toasts, keys and their help.

import {html, nothing} from 'lit';
import {cache} from 'lit/directives/cache.js';
import {unsafeStatic, html as staticHtml} from 'lit/static-html.js';
import * as api from '../api.js';
import {LikenessElement} from '../components/element.js';
import '../components/toast-list.js';
import '../components/upload-progress.js';
import '../pages/sign-in/sign-in-page.js';
import {allowedPages, findPage} from '../pages/index.js';
import {strings} from '../strings.js';
import {emptyState} from '../components/parts.js';
import {ApiError} from './http.js';
import {changed, errorText, redo, showError, toast, undo} from './edits.js';
import {understood} from './filters.js';
import {follow, unfollow} from './live.js';
import {addKeys, currentKeys, listenToKeys} from './keyboard.js';
import {address, go, route} from './router.js';
import {canEdit, forgetSession, hadSession, hasScope, isSignedIn, loadSession, mustSignIn, rights, signOut} from './session.js';
import {stop, uploads} from './uploads.js';

const RETRY_MS = 3000;

/** The gallery of commands without `--gallery`. */
const DEFAULT_GALLERY = 'default';
const LAST_GALLERY = 'last-gallery';

class LikenessApp extends LikenessElement {
  static properties = {
    route: {state: true},
    galleries: {state: true},
    error: {state: true},
    help: {state: true},
    isReady: {state: true},
    isSignedOut: {state: true},
    isGone: {state: true},
    isLost: {state: true},
  };

  constructor() {
    super();
    this.route = route();
    this.whileShown('hashchange', () => this.follow());
    this.whileShown('signed-out', () => this.signedOut());
    this.whileShown('signed-in', () => this.signedInAgain());
    this.whileShown('stream-ended', () => this.checkGallery());
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
      'Ctrl+z': [() => undo(this.route.gallery), ''],
      'Ctrl+Z': [() => redo(this.route.gallery), ''],
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

  /** Shows the page as it was left, with what was typed, if whoever signed in may see the same; else a new one. */
  async signedInAgain() {
    const isSame = this.left?.rights === rights();
    if (!isSame) this.isReady = false;
    await this.signedIn();
    if (!isSame) return;
    await this.updateComplete;
    window.scrollTo(0, this.left.scroll);
    this.left.focused?.focus({preventScroll: true});
    changed({live: true});
  }

  /**
   * Asks for a key again. The address stays, and the page lies beside the document, so that the same place is shown
   * afterwards. Questions are closed: they would cover the field for the key.
   */
  signedOut() {
    if (this.isSignedOut) return;
    this.left = {rights: rights(), scroll: window.scrollY, focused: document.activeElement};
    document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
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
      if (uploads && !uploads.ended) stop();
      // What was shown is not kept.
      localStorage.removeItem(LAST_GALLERY);
      this.isReady = false;
      await this.updateComplete;
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

  /**
   * Shows the place that the address names. An address without a gallery becomes that of the gallery that was seen last,
   * else of the one that commands take, else of the first one.
   */
  async follow() {
    if (this.isSignedOut) return;
    try {
      const place = route();
      const isThere = await this.knows(place.gallery);
      // Another call shows where the reader is now.
      const isOld = () => address(place) !== address(route());
      if (isOld()) return;
      const gallery = place.gallery || this.usualGallery();
      if (place.gallery && !isThere) {
        this.showGone(place);
        return;
      }
      if (!place.gallery || !findPage(place.page)) {
        location.replace(address({gallery, page: this.firstPage(gallery)}));
        return;
      }
      const {query, leftOut} = understood(place);
      if (leftOut.length) {
        toast(strings.filtersLeftOut(leftOut));
        place.query = query;
        history.replaceState(history.state, '', address(place));
      }
      await findPage(place.page).load().catch(() => {
        throw new ApiError({});
      });
      if (isOld()) return;
      follow(gallery);
      localStorage.setItem(LAST_GALLERY, gallery);
      this.route = place;
      Object.assign(this, {error: null, isGone: false});
      document.title = [findPage(place.page).title, this.galleryName(), 'Likeness'].filter(Boolean).join(' · ');
    } catch (error) {
      this.error = error;
    }
  }

  /** Whether there is a gallery of this name, perhaps a damaged one; asks the server unless it is known to be there. */
  async knows(gallery) {
    const isThere = () => [...this.galleries, ...this.damaged].some(({name}) => name === gallery);
    if (this.galleries && isThere()) return true;
    const {galleries, damaged = []} = await api.listGalleries();
    Object.assign(this, {galleries, damaged});
    return isThere();
  }

  /** The events of the gallery ended, perhaps with the gallery. */
  async checkGallery() {
    this.galleries = undefined;
    const place = route();
    if (await this.knows(place.gallery).catch(() => true)) return;
    if (place.gallery === route().gallery) this.showGone(place);
  }

  showGone(place) {
    unfollow();
    Object.assign(this, {route: place, isGone: true, error: null});
    document.title = `${strings.noGallery.title(place.gallery)} · Likeness`;
  }

  async makeGallery() {
    try {
      await api.createGallery({name: this.route.gallery});
      go({page: 'start'});
      await this.follow();
    } catch (error) {
      showError(error);
    }
  }

  usualGallery() {
    const names = this.galleries.map(({name}) => name);
    return [localStorage.getItem(LAST_GALLERY), DEFAULT_GALLERY].find((name) => names.includes(name)) ?? names[0] ?? DEFAULT_GALLERY;
  }

  /** The gallery's name where there are several; null where everybody knows which one it is. */
  galleryName() {
    return (this.galleries?.length ?? 0) + (this.damaged?.length ?? 0) > 1 ? this.route?.gallery : null;
  }

  whichGallery(place) {
    const name = this.galleryName();
    return name ? html`<a class="which ${place}" href=${address({gallery: name, page: 'gallery'})} title=${strings.whichGallery}>${name}</a>` : nothing;
  }

  /** Where nothing is to be seen yet, photos are added first. */
  firstPage(gallery) {
    const found = this.galleries.find((one) => one.name === gallery);
    return found && !found.photos && canEdit() ? 'start' : 'people';
  }

  render() {
    return html`${cache(this.isSignedOut ? this.signIn() : this.frame())}
      <toast-list .isSignedOut=${this.isSignedOut}></toast-list>`;
  }

  signIn() {
    return html`<main class="alone"><sign-in-page .reason=${hadSession() ? strings.signInPage.ended : null}></sign-in-page></main>`;
  }

  frame() {
    return html`
      <a class="skip" href="#main" @click=${this.skip}>${strings.skip}</a>
      <nav class="rail" aria-label=${strings.navigation}>
        <span class="brand">Likeness</span>
        ${this.whichGallery('for-rail')}
        ${allowedPages().filter((page) => page.place === 'rail').map((page) => this.link(page))}
        ${isSignedIn() ? html`<button class="quiet sign-out for-all" @click=${this.leave}>${strings.signOut}</button>` : nothing}
      </nav>
      <main id="main" tabindex="-1">
        ${this.whichGallery('for-bar')}
        <p class="lost" role="status">${this.isLost ? strings.lost : nothing}</p>
        <upload-progress .route=${this.route}></upload-progress>
        ${this.error ? html`<p class="notice" role="alert">${errorText(this.error)}</p>` : this.page()}
      </main>
      <dialog class="help" aria-label=${strings.keys.help}>
        <h2>${strings.keys.title}</h2>
        <dl>${currentKeys().map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${words}</dd>`)}</dl>
        <form method="dialog"><button class="for-all">${strings.close}</button></form>
      </dialog>`;
  }

  link(page) {
    const isBehind = page.name === findPage(this.route.page)?.place;
    const current = page.name === this.route.page || isBehind;
    const short = strings.shortPages[page.name];
    const gallery = (this.isGone && this.galleries?.[0]?.name) || this.route.gallery;
    return html`<a href=${address({gallery, page: page.name})} data-page=${page.name}
        aria-current=${current ? 'page' : nothing}>${short ? html`<span class="for-rail">${page.title}</span><span
        class="for-bar">${short}</span>` : page.title}</a>`;
  }

  page() {
    const page = findPage(this.route.page);
    if (!this.isReady) return nothing;
    if (this.isGone) return this.noGallery();
    if (!page) return nothing;
    // A session that ended hides the page in the next moment, but does not replace it.
    if (!hasScope(page.scope) && !mustSignIn()) {
      return html`<header class="page-head"><h1>${page.title}</h1></header>${emptyState(strings.onlyLooking, strings.onlyLookingMore)}`;
    }
    const tag = unsafeStatic(`${page.name}-page`);
    return staticHtml`<${tag} .route=${this.route}></${tag}>`;
  }

  /** What is shown if there is no gallery of the address's name. */
  noGallery() {
    const {galleries, route: {gallery}} = this;
    const words = strings.noGallery;
    if (galleries?.length) {
      return emptyState(words.title(gallery), words.text, html`<p class="galleries">${galleries.map(({name}) => html`
        <a class="button" href=${address({gallery: name, page: 'people'})}>${name}</a>`)}</p>`);
    }
    return emptyState(words.title(gallery), words.none,
      html`<button class="primary admin-only" @click=${this.makeGallery}>${words.make(gallery)}</button>`);
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
