import {html, nothing} from 'lit';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';

const SHOWN_MS = 10_000;

/** The latest sentences about what was done, each with Undo where there is one. */
class ToastList extends LikenessElement {
  static properties = {toasts: {state: true}};

  constructor() {
    super();
    this.toasts = [];
    this.whileShown('toast', (event) => this.add(event.detail));
  }

  add(toast) {
    // Undo takes back the latest change, so only its sentence offers it.
    if (toast.kind !== 'error') this.toasts.forEach((one) => (one.undo = null));
    this.toasts = [...this.toasts.slice(-2), toast];
    // What could not be done is not forgotten.
    if (!toast.retry) setTimeout(() => this.dismiss(toast), SHOWN_MS);
  }

  dismiss(toast) {
    this.toasts = this.toasts.filter((one) => one !== toast);
  }

  render() {
    return html`
      <div class="toasts" role="status" aria-live="polite">
        ${this.toasts.map((toast) => html`
          <div class="toast ${toast.kind}">
            <span>${toast.text}</span>
            ${toast.link ? html`<a href=${toast.link.address}>${toast.link.text}</a>` : nothing}
            ${toast.undo ? html`<button @click=${() => this.act(toast, toast.undo)}>${strings.undo}</button>` : nothing}
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
