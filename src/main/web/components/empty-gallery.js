import {html} from 'lit';
import * as api from '../api.js';
import {address} from '../app/router.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import {emptyState, loadingState} from './parts.js';

/**
 * What a page shows when its list is empty: that there are no photos yet, if that is why, with the way to add some; else what the
 * page says. Properties: `gallery`; `otherwise`, a template.
 */
class EmptyGallery extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    otherwise: {attribute: false},
    hasPhotos: {state: true},
  };

  constructor() {
    super();
    this.hasPhotos = null;
    this.whileShown('gallery-changed', () => this.load());
  }

  willUpdate(changes) {
    if (changes.has('gallery')) this.load();
  }

  async load() {
    try {
      this.hasPhotos = (await api.listPhotos({gallery: this.gallery, limit: 1})).count > 0;
    } catch {
      // The page's own list could be read.
      this.hasPhotos ??= true;
    }
  }

  render() {
    if (this.hasPhotos === null) return loadingState();
    if (this.hasPhotos) return this.otherwise;
    const {title, text} = strings.noPhotos;
    return emptyState(title, text, html`<a class="button primary edit-only" href=${address({page: 'start'})}>${strings.pages.start}</a>`);
  }
}

customElements.define('empty-gallery', EmptyGallery);

/** The element with the words of a page. */
export const emptyList = (gallery, otherwise) => html`<empty-gallery .gallery=${gallery} .otherwise=${otherwise}></empty-gallery>`;
