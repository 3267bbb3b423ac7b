// People: the wall of covers. Name in place, select several, merge, hide.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {edit, showError} from '../../app/edits.js';
import {addKeys} from '../../app/keyboard.js';
import {address, go, refine, remember, remembered} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import '../../components/virtual-grid.js';
import {strings} from '../../strings.js';

const PAGE = 200;
const words = strings.peoplePage;

class PeoplePage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    people: {state: true},
    selected: {state: true},
    naming: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {people: null, selected: new Set(), naming: null});
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('scroll', () => remember({people: window.scrollY}));
  }

  connectedCallback() {
    super.connectedCallback();
    this.removeKeys = addKeys({
      n: [() => this.startNaming(), strings.keys.name],
      m: [() => this.merge(), strings.keys.merge],
      h: [() => this.hide(), strings.keys.hide],
      ' ': [(event) => this.toggleFocused(event), strings.keys.select],
      Escape: [() => (this.selected = new Set()), strings.keys.clear],
      ...Object.fromEntries(Object.entries(steps).map(([key, step]) => [key, [() => this.step(step), '']])),
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeKeys();
  }

  willUpdate(changes) {
    if (changes.has('route')) this.load();
  }

  /** Reads all people of the list; the pictures are read when they come into view. */
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
      this.people = people;
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().people ?? 0);
    } catch (error) {
      showError(error);
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
      ${people?.length === 0 ? this.empty() : html`
        <virtual-grid class=${this.selected.size ? 'selecting' : ''} .count=${people?.length ?? 0}
            .cellWidth=${144} .cellHeight=${200} .item=${(index) => this.person(index)}></virtual-grid>`}
      ${this.selected.size ? this.bar() : nothing}`;
  }

  empty() {
    return html`
      <div class="state">
        <h2>${words.empty}</h2>
        <p>${words.emptyMore}</p>
        <a class="button" href=${address({page: 'start'})}>${strings.pages.start}</a>
      </div>`;
  }

  person(index) {
    const person = this.people[index];
    if (!person) return nothing;
    const {gallery} = this.route;
    const title = person.name ?? strings.unnamed(person.person);
    return html`
      <a class="person ${this.selected.has(person.person) ? 'selected' : ''}" data-index=${index}
          href=${address({gallery, page: 'person', id: person.person})} @click=${(event) => this.open(event, index)}>
        <input class="select" type="checkbox" tabindex="-1" aria-label=${words.select(title)}
            .checked=${this.selected.has(person.person)} @click=${(event) => this.toggle(event, index)}>
        <img class="face" alt="" loading="lazy" decoding="async" width="112" height="112"
            src=${api.getFaceCropUrl({gallery, face: person.cover})}>
        ${this.naming === person.person
          ? html`<input class="name" aria-label=${words.nameOf(title)} .value=${person.name ?? ''}
              @click=${(event) => event.preventDefault()} @keydown=${(event) => this.nameKey(event, person)}
              @blur=${() => (this.naming = null)}>`
          : html`<span class="title ${person.name ? '' : 'unnamed'}">${title}</span>`}
        <small class="dim">${strings.photos(person.photos)}</small>
      </a>`;
  }

  bar() {
    return html`
      <div class="selection-bar" role="toolbar" aria-label=${strings.selected(this.selected.size)}>
        <strong>${strings.selected(this.selected.size)}</strong>
        <button ?disabled=${this.selected.size < 2} @click=${this.merge}>${words.merge}</button>
        <button @click=${this.hide}>${words.hide}</button>
        <button class="quiet" @click=${() => (this.selected = new Set())}>${strings.cancel}</button>
      </div>`;
  }

  // Selection and movement

  focusedIndex() {
    const index = document.activeElement?.closest?.('.person')?.dataset.index;
    return index === undefined ? null : Number(index);
  }

  step({by = 0, rows = 0}) {
    const grid = this.querySelector('virtual-grid');
    if (!grid) return false;
    const now = this.focusedIndex();
    const next = now === null ? 0 : now + by + rows * grid.columns;
    if (next >= 0 && next < this.people.length) grid.reveal(next);
    return true;
  }

  open(event, index) {
    if (this.selected.size || event.shiftKey) {
      event.preventDefault();
      this.toggle(event, index);
    }
  }

  toggleFocused(event) {
    const index = this.focusedIndex();
    if (index === null) return false;
    this.toggle(event, index);
    return true;
  }

  toggle(event, index) {
    event.stopPropagation();
    const selected = new Set(this.selected);
    if (event.shiftKey && this.lastToggled !== undefined) {
      const [from, to] = [this.lastToggled, index].toSorted((a, b) => a - b);
      this.people.slice(from, to + 1).forEach((one) => selected.add(one.person));
    } else if (!selected.delete(this.people[index].person)) {
      selected.add(this.people[index].person);
    }
    this.lastToggled = index;
    this.selected = selected;
  }

  chosen() {
    const index = this.focusedIndex();
    if (this.selected.size || index === null) {
      return this.people.filter((one) => this.selected.has(one.person));
    }
    return [this.people[index]];
  }

  // Edits

  async startNaming() {
    const [person] = this.chosen();
    if (!person) return;
    this.naming = person.person;
    await this.updateComplete;
    await this.querySelector('virtual-grid').updateComplete;
    this.querySelector('input.name')?.select();
  }

  async nameKey(event, person) {
    event.stopPropagation();
    if (event.key === 'Escape') this.naming = null;
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const name = event.target.value.trim();
    this.naming = null;
    await edit(this.route.gallery, name ? words.named(person.person, name) : words.unnamed(person.name), () =>
      api.changePerson({gallery: this.route.gallery, person: person.person}, {name: name || null}));
  }

  /** Merges the selected into the named one with the most photos, or else into the largest. */
  async merge() {
    const people = this.chosen();
    if (people.length < 2) return;
    const into = people.find((one) => one.name) ?? people[0];
    const from = people.filter((one) => one !== into).map((one) => one.person);
    const title = into.name ?? strings.unnamed(into.person);
    this.selected = new Set();
    await edit(this.route.gallery, words.merged(people.length, title), () =>
      api.mergePeople({gallery: this.route.gallery}, {from, into: into.person}));
  }

  async hide() {
    const people = this.chosen();
    this.selected = new Set();
    for (const one of people) {
      await edit(this.route.gallery, words.hid(one.name ?? strings.unnamed(one.person)), () =>
        api.changePerson({gallery: this.route.gallery, person: one.person}, {hidden: true}));
    }
  }
}

const steps = {
  ArrowLeft: {by: -1}, ArrowRight: {by: 1}, l: {by: 1},
  ArrowUp: {rows: -1}, k: {rows: -1}, ArrowDown: {rows: 1}, j: {rows: 1},
};

customElements.define('people-page', PeoplePage);
