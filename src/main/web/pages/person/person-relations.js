// Who appears with a person, and who was marked as a different one.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {edit} from '../../app/edits.js';
import {peopleByNumber, title} from '../../app/people-names.js';
import {address} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {faceImage} from '../../components/parts.js';
import {strings} from '../../strings.js';

const SHOWN = 24;
const words = strings.personPage;

/** What this element shows: `{together, different}`, both lists of people. */
export async function readRelations(gallery, {summary, different}) {
  const [{people}, all] = await Promise.all([
    api.listPeopleTogether({gallery, person: summary.person}),
    peopleByNumber(gallery, different),
  ]);
  return {
    together: people.slice(0, SHOWN),
    different: different.map((number) => all.find((one) => one.person === number) ?? {person: number, name: null}),
  };
}

/** Properties: `gallery`; `person`, the `summary` of `getPerson`; `relations`. */
class PersonRelations extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    person: {attribute: false},
    relations: {attribute: false},
  };

  render() {
    return html`
      ${this.section(words.together, this.relations.together, ({person, photos}) => html`
        <li>${this.link(person, words.togetherPhotos(photos))}</li>`)}
      ${this.section(words.different, this.relations.different, (other) => html`
        <li>
          ${this.link(other)}
          <button class="quiet" @click=${() => this.unmark(other)}>${words.unmark}</button>
        </li>`)}`;
  }

  section(heading, items, item) {
    return items.length ? html`
      <section class="related" aria-label=${heading}>
        <h2>${heading}</h2>
        <ul>${items.map(item)}</ul>
      </section>` : nothing;
  }

  link(other, note = '') {
    const {gallery} = this;
    return html`
      <a href=${address({gallery, page: 'person', id: other.person})}>
        ${other.cover ? faceImage({gallery, face: other.cover}) : nothing}
        <span>${title(other)}${note ? html`<br><small class="dim">${note}</small>` : nothing}</span>
      </a>`;
  }

  unmark(other) {
    const {gallery, person} = this;
    return edit(gallery, words.unmarked(title(person), title(other)), () =>
      api.unmarkPeopleDifferent({gallery, person: person.person, other: other.person}));
  }
}

customElements.define('person-relations', PersonRelations);
