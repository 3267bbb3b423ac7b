import {html, nothing} from 'lit';
import {errorText, toast} from '../app/edits.js';
import {address} from '../app/router.js';
import {uploads} from '../app/uploads.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';

const words = strings.startPage;

/**
 * How far the photos of this tab are that are being sent, with the way to where more is said. Property: `route`; the page that
 * says more shows nothing of it.
 */
class UploadProgress extends LikenessElement {
  static properties = {
    route: {attribute: false},
  };

  constructor() {
    super();
    this.told = null;
    this.whileShown('uploads-changed', () => this.follow());
  }

  follow() {
    this.requestUpdate();
    if (!uploads.ended || this.told === uploads) return;
    this.told = uploads;
    if (this.isSaidByPage()) return;
    const {gallery, added, faces, error} = uploads;
    const link = {text: strings.pages.start, address: address({gallery, page: 'start'})};
    toast(error ? errorText(error) : words.added(added, faces), {link, kind: error ? 'error' : 'info'});
  }

  /** Whether the page itself says how far they are. */
  isSaidByPage() {
    return this.route.page === 'start' && this.route.gallery === uploads.gallery;
  }

  render() {
    if (!uploads || uploads.ended || this.isSaidByPage()) return nothing;
    const {gallery, done, total} = uploads;
    return html`
      <a href=${address({gallery, page: 'start'})}>
        <span>${words.sendingShort}</span>
        <progress value=${done} max=${total} aria-label=${words.sending}></progress>
        <span class="dim">${words.of(done, total)}</span>
      </a>`;
  }
}

customElements.define('upload-progress', UploadProgress);
