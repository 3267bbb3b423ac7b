// More: the pages that are not in the navigation.

import {html} from 'lit';
import {address} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {strings} from '../../strings.js';
import {allowedPages} from '../index.js';

class MorePage extends LikenessElement {
  static properties = {route: {attribute: false}};

  render() {
    return html`
      <header class="page-head"><h1>${strings.pages.more}</h1></header>
      <ul class="more-pages">
        ${allowedPages().filter((page) => page.place === 'more').map((page) => html`
          <li>
            <a href=${address({page: page.name})}>
              <strong>${page.title}</strong>
              <span class="dim">${strings.morePage[page.name] ?? ''}</span>
            </a>
          </li>`)}
      </ul>`;
  }
}

customElements.define('more-page', MorePage);
