// Sign in: a key for a session. The frame shows it in place of the page that was asked for, whose address stays. `reason`:
// why somebody has to sign in again, if so.

import {html, nothing} from 'lit';
import {errorText} from '../../app/edits.js';
import {signIn} from '../../app/session.js';
import {LikenessElement} from '../../components/element.js';
import {strings} from '../../strings.js';

const words = strings.signInPage;

class SignInPage extends LikenessElement {
  static properties = {
    reason: {attribute: false},
    error: {state: true},
    isBusy: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {reason: null, error: null, isBusy: false});
  }

  async connectedCallback() {
    super.connectedCallback();
    await this.updateComplete;
    document.title = `${words.title} · Likeness`;
    this.querySelector('input').focus();
  }

  render() {
    return html`
      <form @submit=${this.submit}>
        <p class="brand">Likeness</p>
        <h1>${words.title}</h1>
        ${this.reason ? html`<p role="status">${this.reason}</p>` : html`<p class="dim">${words.text}</p>`}
        <label for="key">${words.key}</label>
        <input id="key" type="password" required autocomplete="off" autocapitalize="none" spellcheck="false"
            aria-describedby=${this.error ? 'key-error' : nothing} aria-invalid=${this.error ? 'true' : nothing}
            @input=${() => { this.error = null; }}>
        <p id="key-error" class="error" role="alert">${this.error ?? nothing}</p>
        <button class="primary for-all" ?disabled=${this.isBusy}>${this.isBusy ? words.busy : words.submit}</button>
        <details>
          <summary>${words.noKey}</summary>
          <p>${words.noKeyMore}</p>
          <p><code>likeness keys create NAME --scope write</code></p>
        </details>
      </form>`;
  }

  async submit(event) {
    event.preventDefault();
    const field = this.querySelector('input');
    this.isBusy = true;
    try {
      await signIn(field.value.trim());
      field.value = '';
      window.dispatchEvent(new CustomEvent('signed-in'));
    } catch (error) {
      this.error = words.errors[error.code]?.(error) ?? errorText(error);
      field.select();
      field.focus();
    } finally {
      this.isBusy = false;
    }
  }
}

customElements.define('sign-in-page', SignInPage);
