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
    this.toasts = [...this.toasts.slice(-2), toast];
    setTimeout(() => this.dismiss(toast), SHOWN_MS);
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
            ${toast.undo ? html`<button @click=${() => this.undo(toast)}>${strings.undo}</button>` : nothing}
            <button class="quiet" aria-label=${strings.dismiss} @click=${() => this.dismiss(toast)}>×</button>
          </div>`)}
      </div>`;
  }

  undo(toast) {
    this.dismiss(toast);
    toast.undo();
  }
}

customElements.define('toast-list', ToastList);
