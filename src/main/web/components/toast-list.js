import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {route} from '../app/router.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';

/** How long a sentence is shown; it stays while the pointer or the focus is on it. */
const SHOWN_MS = {info: 6000, error: 12_000};

/** What was said just before a page is left is about leaving it, such as that a photo was deleted. */
const SAID_ON_LEAVING_MS = 1000;

/** Below a field for a name are the names that it suggests. */
const SUGGESTIONS_HEIGHT = 240;

/**
 * The latest sentence about what was done, with Undo where there is one; an error may stay beside it.
 *
 * Property: `isSignedOut`, when nothing can be undone or tried again.
 */
class ToastList extends LikenessElement {
  static properties = {isSignedOut: {attribute: false}, toasts: {state: true}, isAside: {state: true}};

  constructor() {
    super();
    Object.assign(this, {toasts: [], isAside: false, page: route().page});
    this.whileShown('toast', (event) => this.add(event.detail));
    this.whileShown('hashchange', () => this.pageChanged());
    this.whileShown('focusin', () => this.makeRoom());
    this.whileShown('server-found', () => this.renew());
  }

  add(toast) {
    const isOver = (one) => one.isLost && !one.retry && toast.undo;
    this.toasts.filter((one) => one.isBusy || one.kind === toast.kind || isOver(one)).forEach((one) => this.dismiss(one));
    const said = {...toast, time: Date.now()};
    this.toasts = [...this.toasts, said];
    this.startTimer(said);
  }

  /** Lets the time run in which the sentence is shown. What could not be done is not forgotten. */
  startTimer(toast) {
    clearTimeout(toast.timer);
    if (!toast.retry && !toast.isBusy) toast.timer = setTimeout(() => this.dismiss(toast), SHOWN_MS[toast.kind]);
  }

  dismiss(toast) {
    clearTimeout(toast.timer);
    this.toasts = this.toasts.filter((one) => one !== toast);
  }

  /** On another page only the latest edit can still be undone, and what could not be done be tried again. */
  pageChanged() {
    const {page} = route();
    if (page === this.page) return;
    this.page = page;
    const latest = Date.now() - SAID_ON_LEAVING_MS;
    this.toasts.filter((one) => !one.undo && !one.retry && !one.isBusy && one.time < latest).forEach((one) => this.dismiss(one));
  }

  /** The server is there again, so that what could not be done can be done now. */
  renew() {
    this.toasts.filter((one) => one.isLost && !one.retry).forEach((one) => this.dismiss(one));
    this.toasts = this.toasts.map((one) => (one.retry ? {...one, text: strings.found} : one));
  }

  willUpdate(changes) {
    if (!changes.has('isSignedOut') || !this.isSignedOut) return;
    this.toasts.filter((one) => one.undo || one.reverse || one.retry).forEach((one) => this.dismiss(one));
  }

  updated(changes) {
    if (changes.has('toasts')) this.makeRoom();
  }

  /** Goes to the other side while the focus, for instance a field in which somebody writes, is where the sentences are. */
  makeRoom() {
    const focused = document.activeElement;
    if (!this.toasts.length) this.isAside = false;
    if (!this.toasts.length || !focused || focused === document.body || focused.matches('main, dialog') || this.contains(focused)) return;
    const [one, other] = [this.firstElementChild, focused].map((element) => element.getBoundingClientRect());
    const bottom = other.bottom + (focused.closest('name-field') ? SUGGESTIONS_HEIGHT : 0);
    const isCovered = one.left < other.right && other.left < one.right && one.top < bottom && other.top < one.bottom;
    if (isCovered) this.isAside = !this.isAside;
  }

  render() {
    return html`
      <div class="toasts ${this.isAside ? 'aside' : ''}" role="status" aria-live="polite">
        ${repeat(this.toasts, (toast) => toast, (toast) => html`
          <div class="toast ${toast.kind}" @pointerenter=${() => clearTimeout(toast.timer)} @pointerleave=${() => this.startTimer(toast)}
              @focusin=${() => clearTimeout(toast.timer)} @focusout=${() => this.startTimer(toast)}>
            <span>${toast.text}</span>
            ${toast.link ? html`<a href=${toast.link.address}>${toast.link.text}</a>` : nothing}
            ${toast.undo ? html`<button @click=${() => this.act(toast, toast.undo)}>${strings.undo}</button>` : nothing}
            ${toast.reverse ? html`<button @click=${() => this.act(toast, toast.reverse.run)}>${toast.reverse.text}</button>` : nothing}
            ${toast.retry ? html`<button @click=${() => this.act(toast, toast.retry)}>${strings.retry}</button>` : nothing}
            <button class="quiet for-all" aria-label=${strings.dismiss} @click=${() => this.dismiss(toast)}>×</button>
          </div>`)}
      </div>`;
  }

  act(toast, action) {
    this.dismiss(toast);
    action();
  }
}

customElements.define('toast-list', ToastList);
