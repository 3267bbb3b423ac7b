// Duplicates: people who may be one person, and photos that are copies of others; one question at a time.

import {html} from 'lit';
import {address} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {strings} from '../../strings.js';
import './duplicate-people.js';
import './duplicate-photos.js';

const words = strings.duplicatesPage;

class DuplicatesPage extends LikenessElement {
  static properties = {route: {attribute: false}};

  render() {
    const {gallery, query} = this.route;
    const ofPhotos = query.tab === 'photos';
    const tab = (name, text, isCurrent) => html`
      <a href=${address({gallery, page: 'duplicates', query: {...query, tab: name}})}
          aria-current=${isCurrent ? 'page' : 'false'}>${text}</a>`;
    return html`
      <header class="page-head">
        <h1>${strings.pages.duplicates}</h1>
        <nav class="tabs" aria-label=${strings.pages.duplicates}>
          ${tab('', words.people, !ofPhotos)}${tab('photos', words.photos, ofPhotos)}
        </nav>
      </header>
      ${ofPhotos
        ? html`<duplicate-photos .route=${this.route}></duplicate-photos>`
        : html`<duplicate-people .route=${this.route}></duplicate-people>`}`;
  }
}

customElements.define('duplicates-page', DuplicatesPage);
