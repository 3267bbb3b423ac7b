// People: the wall of covers. Name in place, select several, merge, hide.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {edit} from '../../app/edits.js';
import {focusedIndex, gridKeys} from '../../app/grid-keys.js';
import {addKeys} from '../../app/keyboard.js';
import {namePerson} from '../../app/naming.js';
import {title} from '../../app/people-names.js';
import {address, refine, remember, remembered} from '../../app/router.js';
import {Selection} from '../../app/selection.js';
import {editKeys} from '../../app/session.js';
import {LikenessElement} from '../../components/element.js';
import '../../components/name-field.js';
import {emptyState, errorState, faceImage, loadingState} from '../../components/parts.js';
import '../../components/virtual-grid.js';
import {strings} from '../../strings.js';

const PAGE = 1000;
const words = strings.peoplePage;

class PeoplePage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    people: {state: true},
    naming: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {people: null, naming: null, error: null});
    this.selection = new Selection(this, () => this.people, (person) => person.person);
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('scroll', () => remember({people: window.scrollY}));
  }

  connectedCallback() {
    super.connectedCallback();
    this.removeKeys = addKeys({
      ...gridKeys(this, this.selection),
      ...editKeys({
        n: [() => this.startNaming(), strings.keys.name],
        m: [() => this.merge(), strings.keys.merge],
        h: [() => this.hide(), strings.keys.hide],
      }),
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeKeys();
  }

  willUpdate(changes) {
    if (changes.has('route')) this.load();
  }

  /** Reads the whole list; the pictures are read when they come into view. */
  async load() {
    const {gallery, query} = this.route;
    try {
      const people = [];
      let cursor;
      do {
        const page = await api.listPeople({gallery, order: query.order, hidden: query.hidden, limit: PAGE, cursor});
        people.push(...page.people);
        cursor = page.next;
      } while (cursor);
      const isFirst = this.people === null;
      Object.assign(this, {people, error: null});
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().people ?? 0);
    } catch (error) {
      this.error = error;
    }
  }

  render() {
    const {people, route: {query}} = this;
    return html`
      <header class="page-head">
        <h1>${strings.pages.people}</h1>
        <span class="count">${people ? strings.people(people.length) : nothing}</span>
        <label>${words.order}
          <select @change=${(event) => refine({order: event.target.value})}>
            ${Object.entries(words.orders).map(([value, text]) => html`
              <option value=${value} ?selected=${value === (query.order ?? 'photos')}>${text}</option>`)}
          </select>
        </label>
        <label>
          <input type="checkbox" .checked=${query.hidden === 'true'}
              @change=${(event) => refine({hidden: event.target.checked ? 'true' : ''})}>
          ${words.hidden}
        </label>
      </header>
      ${this.list()}
      ${this.selection.size ? this.bar() : nothing}`;
  }

  list() {
    if (this.error) return errorState(this.error, () => this.load());
    if (this.people === null) return loadingState();
    if (!this.people.length) {
      const add = html`<a class="button edit-only" href=${address({page: 'start'})}>${strings.pages.start}</a>`;
      return emptyState(words.empty, words.emptyMore, add);
    }
    return html`
      <virtual-grid class=${this.selection.size ? 'selecting' : ''} .count=${this.people.length}
          .cellWidth=${144} .cellHeight=${208} .item=${(index) => this.person(index)}></virtual-grid>`;
  }

  person(index) {
    const person = this.people[index];
    if (!person) return nothing;
    const {gallery} = this.route;
    const isSelected = this.selection.has(person);
    return html`
      <div class="person ${isSelected ? 'selected' : ''} ${person.hidden ? 'is-hidden' : ''}">
        <a class="cover" data-index=${index} href=${address({gallery, page: 'person', id: person.person})}
            @click=${(event) => this.open(event, index)}>
          ${faceImage({gallery, face: person.cover})}
          ${this.naming === person.person ? nothing : html`
            <span class="title ${person.name ? '' : 'unnamed'}">${title(person)}</span>`}
        </a>
        <input class="select edit-only" type="checkbox" tabindex="-1" aria-label=${words.select(title(person))}
            .checked=${isSelected} @click=${(event) => this.selection.toggle(index, event)}>
        ${this.naming === person.person ? html`
          <name-field .gallery=${gallery} .value=${person.name ?? ''} .label=${words.nameOf(title(person))}
              @name-chosen=${(event) => this.name(person, event.detail.name)}
              @name-cancelled=${() => this.stopNaming(person)}></name-field>` : nothing}
        <small class="dim">${strings.photos(person.photos)}</small>
      </div>`;
  }

  bar() {
    const {size} = this.selection;
    return html`
      <div class="selection-bar edit-only" role="toolbar" aria-label=${strings.selected(size)}>
        <strong>${strings.selected(size)}</strong>
        <button ?disabled=${size < 2} @click=${this.merge}>${words.merge} <kbd>m</kbd></button>
        <button @click=${this.hide}>${words.hide} <kbd>h</kbd></button>
        <button class="quiet" @click=${() => this.selection.clear()}>${strings.cancel}</button>
      </div>`;
  }

  /** While something is selected, a click selects more. */
  open(event, index) {
    if (this.selection.size || event.shiftKey) {
      event.preventDefault();
      this.selection.toggle(index, event);
    }
  }

  /** The selected people, or the one that has the focus. */
  meant() {
    if (this.selection.size) return this.selection.chosen();
    const index = focusedIndex();
    return index === null ? [] : [this.people[index]];
  }

  async startNaming() {
    const [person] = this.meant();
    if (!person) return;
    this.naming = person.person;
    await this.updateComplete;
    await this.querySelector('virtual-grid').updateComplete;
    this.querySelector('name-field')?.focus();
  }

  stopNaming(person) {
    this.naming = null;
    this.querySelector('virtual-grid').reveal(this.people.indexOf(person));
  }

  async name(person, name) {
    this.stopNaming(person);
    if (name !== (person.name ?? '')) await namePerson(this.route.gallery, person, name);
  }

  /** Merges the selected into the named one with the most photos, or else into the largest. */
  async merge() {
    const people = this.meant();
    if (people.length < 2) return;
    const into = people.find((one) => one.name) ?? people[0];
    const from = people.filter((one) => one !== into).map((one) => one.person);
    this.selection.clear();
    await edit(this.route.gallery, strings.merged(people.length, title(into)), () =>
      api.mergePeople({gallery: this.route.gallery}, {from, into: into.person}));
  }

  async hide() {
    const people = this.meant();
    this.selection.clear();
    for (const one of people) {
      await edit(this.route.gallery, words.hid(title(one)), () =>
        api.changePerson({gallery: this.route.gallery, person: one.person}, {hidden: true}));
    }
  }
}

customElements.define('people-page', PeoplePage);
