// People: the wall of covers. Name in place, select several, merge, hide, mark as not a face.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {edit, showError, toast} from '../../app/edits.js';
import {focusedIndex, moveKeys, selectKeys} from '../../app/grid-keys.js';
import {mergePeople} from '../../app/merging.js';
import {namePerson} from '../../app/naming.js';
import {PagedList} from '../../app/paged-list.js';
import {peopleByNumber, title, wantedBy} from '../../app/people-names.js';
import {address, refine, remember, remembered} from '../../app/router.js';
import {Selection} from '../../app/selection.js';
import {canEdit} from '../../app/session.js';
import {LikenessElement} from '../../components/element.js';
import '../../components/name-field.js';
import {emptyState, errorState, faceImage, loadingWall} from '../../components/parts.js';
import '../../components/virtual-grid.js';
import {strings} from '../../strings.js';

const TYPING_MS = 150;
const words = strings.peoplePage;

/** Three covers beside each other on phones, larger ones on large screens; below each its name and a number. */
function cellOf(width) {
  if (width < 720) return {width: 104, height: 178};
  return width < 2200 ? {width: 144, height: 208} : {width: 208, height: 280};
}

const isSingleFace = (person) => person.faces === 1 && person.cover;

class PeoplePage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    list: {state: true},
    naming: {state: true},
    sought: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {list: null, seen: null, naming: null, sought: '', error: null});
    this.selection = new Selection(this, () => this.people ?? [], (person) => person.person);
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('scrollend', () => remember({people: window.scrollY, peopleSeen: this.seen}));
  }

  keys() {
    return {...moveKeys(this), '/': [() => this.querySelector('.find input').select(), words.keys.find]};
  }

  editKeys() {
    return {
      ...selectKeys(this.selection, (index, event) => this.toggle(index, event), () => this.selectAll()),
      n: [() => this.startNaming(), strings.keys.name],
      m: [() => this.merge(), strings.keys.merge],
      h: [() => this.hide(), strings.keys.hide],
      x: [() => this.markNotAFace(), strings.keys.notAFace],
    };
  }

  willUpdate(changes) {
    if (!changes.has('route')) return;
    const {search = ''} = this.route.query;
    if (search !== this.sought.trim()) this.sought = search;
    if (search !== (changes.get('route')?.query.search ?? '')) this.seen = null;
    this.selection.clear();
    this.reading = this.load();
  }

  /** The people that are read; those that nobody has looked at are missing. */
  get people() {
    return this.list?.items ?? null;
  }

  /**
   * Reads the people in view; when the page is shown first, those that were in view before. The list that is shown stays
   * until then, so that nothing flickers. With a selection all people are read, because some of it may be out of view.
   */
  async load() {
    const {route: {gallery, query}} = this;
    const list = (this.loading = new PagedList(async (offset, limit) => {
      const {people: items, count} = await api.listPeople({
        gallery, ...wantedBy(query.search ?? ''), order: query.order, hidden: query.hidden, named: query.named, offset, limit,
      });
      return {items, count};
    }));
    const isFirst = this.list === null;
    try {
      await list.need(...((isFirst ? remembered().peopleSeen : this.seen) ?? [0, 1]));
      if (this.selection.size) await list.needAll();
      if (list !== this.loading) return;
      Object.assign(this, {list, error: null});
      this.checkNaming();
      if (isFirst) await this.findPlace();
    } catch (error) {
      if (list === this.loading) this.error = error;
    }
  }

  /** Reads the people who come into view. */
  async need(from, to) {
    this.seen = [from, to];
    const {list} = this;
    if (list.has(from, to)) return;
    try {
      await list.need(from, to);
      if (list === this.list) this.requestUpdate();
    } catch (error) {
      if (list === this.list) this.error = error;
    }
  }

  /** Selects all people, also those out of view. */
  async selectAll() {
    try {
      await this.list?.needAll();
      this.selection.all();
    } catch (error) {
      showError(error);
    }
  }

  /** Selects one person, with shift all up to the one before, who may be out of view. */
  async toggle(index, event) {
    const {shiftKey} = event;
    const {last} = this.selection;
    try {
      if (shiftKey && last !== null) await this.list.needEach(Math.min(last, index), Math.max(last, index) + 1);
      this.selection.toggle(index, {shiftKey});
    } catch (error) {
      showError(error);
    }
  }

  /** The person whose name is being typed may have been merged, hidden or named elsewhere. */
  async checkNaming() {
    const {naming, route: {gallery}} = this;
    if (naming === null || this.people.some((one) => one?.person === naming)) return;
    const [person] = await peopleByNumber(gallery, [naming]).catch(() => [null]);
    if (person !== undefined || naming !== this.naming) return;
    this.naming = null;
    toast(words.namingGone, {kind: 'error'});
  }

  /** Scrolls to where the reader was. */
  async findPlace() {
    await this.updateComplete;
    await this.querySelector('virtual-grid')?.updateComplete;
    window.scrollTo(0, remembered().people ?? 0);
  }

  render() {
    const {list, route: {query}} = this;
    return html`
      <header class="page-head">
        <h1>${strings.pages.people}</h1>
        <span class="count" role="status">${list ? strings.people(list.count) : nothing}</span>
        <label class="find">
          <span class="hidden-text">${words.find}</span>
          <input type="search" autocomplete="off" spellcheck="false" placeholder=${words.find} .value=${this.sought}
              @input=${this.seek} @keydown=${this.seekKey}>
        </label>
        <label>${words.order}
          <select @change=${(event) => refine({order: event.target.value})}>
            ${Object.entries(words.orders).map(([value, text]) => html`
              <option value=${value} ?selected=${value === (query.order ?? 'photos')}>${text}</option>`)}
          </select>
        </label>
        <label>${words.shown}
          <select @change=${(event) => refine({named: event.target.value})}>
            ${Object.entries(words.named).map(([value, text]) => html`
              <option value=${value} ?selected=${value === (query.named ?? '')}>${text}</option>`)}
          </select>
        </label>
        <label>
          <input type="checkbox" .checked=${query.hidden === 'true'}
              @change=${(event) => refine({hidden: event.target.checked ? 'true' : ''})}>
          ${words.hidden}
        </label>
      </header>
      ${this.wall()}
      ${this.selection.size ? this.bar() : nothing}`;
  }

  wall() {
    if (this.error) return errorState(this.error, () => this.load());
    if (this.list === null) return loadingWall();
    const {count} = this.list;
    if (!count && this.route.query.search) {
      return emptyState(words.nobodyCalled(this.route.query.search), words.nobodyCalledMore,
        html`<button class="for-all" @click=${() => this.findAgain()}>${words.everybody}</button>`);
    }
    if (!count && this.route.query.named) {
      return emptyState(words.none[this.route.query.named], words.noneMore[this.route.query.named]);
    }
    if (!count) {
      const add = html`<a class="button edit-only" href=${address({page: 'start'})}>${strings.pages.start}</a>`;
      return emptyState(words.empty, words.emptyMore, add);
    }
    const cell = cellOf(window.innerWidth);
    return html`
      <virtual-grid class=${this.selection.size ? 'selecting' : ''} .count=${count}
          .cellWidth=${cell.width} .cellHeight=${cell.height} .itemKey=${(index) => this.people[index]?.person}
          .item=${(index, isPassing) => this.person(index, isPassing)} .need=${(from, to) => this.need(from, to)}></virtual-grid>`;
  }

  person(index, isPassing) {
    const person = this.people[index];
    if (!person) return html`<div class="person"><span class="face"></span></div>`;
    const {gallery} = this.route;
    const isSelected = this.selection.has(person);
    const isNaming = this.naming === person.person;
    return html`
      <div class="person ${isSelected ? 'selected' : ''} ${person.hidden ? 'is-hidden' : ''} ${isNaming ? 'naming' : ''}">
        <a class="cover" data-index=${index} href=${address({gallery, page: 'person', id: person.person})}
            @click=${(event) => this.open(event, index)}>
          ${faceImage({gallery, face: person.cover, large: true, isPassing})}
          <span class="title ${person.name ? '' : 'unnamed'}">${title(person)}</span>
        </a>
        <input class="select edit-only" type="checkbox" tabindex="-1" aria-label=${words.select(title(person))}
            .checked=${isSelected} @click=${(event) => this.toggle(index, event)}>
        ${isNaming ? html`
          <name-field class="opened" .gallery=${gallery} .value=${person.name ?? ''} .except=${person.person} .label=${words.nameOf(title(person))}
              @name-chosen=${(event) => this.name(person, event.detail)}
              @name-cancelled=${() => this.stopNaming(person)}></name-field>` : nothing}
        <div class="below">
          <small class="dim">${strings.photos(person.photos)}</small>
          ${person.name || isNaming || !canEdit() ? nothing : html`
            <button class="quiet add-name" aria-label=${words.addNameTo(title(person))}
                @click=${() => this.startNaming(index)}>${words.addName}</button>`}
        </div>
      </div>`;
  }

  bar() {
    const {size} = this.selection;
    return html`
      <div class="selection-bar" role="toolbar" aria-label=${strings.selected(size)}>
        <strong>${strings.selected(size)}</strong>
        ${size === 1 ? html`<button @click=${() => this.startNaming()}>${strings.name} <kbd>n</kbd></button>` : nothing}
        <button ?disabled=${size < 2} @click=${this.merge}>${words.merge} <kbd>m</kbd></button>
        <button @click=${this.hide}>${this.meant().every((one) => one.hidden) ? words.show : words.hide} <kbd>h</kbd></button>
        <button ?disabled=${!this.meant().every(isSingleFace)} title=${words.notAFaceTitle}
            @click=${this.markNotAFace}>${strings.notAFace} <kbd>x</kbd></button>
        <button @click=${() => this.selectAll()}>${strings.keys.allAlways} <kbd>a</kbd></button>
        <button class="quiet" @click=${() => this.selection.clear()}>${strings.cancel}</button>
      </div>`;
  }

  /** Finds people by name while somebody types, but not at every letter. */
  seek({target: {value}}) {
    this.sought = value;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.find(), TYPING_MS);
  }

  find() {
    clearTimeout(this.typing);
    refine({search: this.sought.trim()});
  }

  findAgain() {
    this.sought = '';
    this.find();
    this.querySelector('.find input').focus();
  }

  /** Enter and the arrow down go to the first person found; Escape shows everybody. */
  async seekKey(event) {
    if (event.key === 'Escape' && this.sought) {
      event.preventDefault();
      this.findAgain();
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      this.find();
      await new Promise(requestAnimationFrame);
      await this.reading;
      await this.updateComplete;
      const grid = this.querySelector('virtual-grid');
      await grid?.updateComplete;
      grid?.reveal(0);
    }
  }

  /** While something is selected, a click selects more. */
  open(event, index) {
    if (this.selection.size || event.shiftKey) {
      event.preventDefault();
      this.toggle(index, event);
    }
  }

  /** The selected people, or the one that has the focus. */
  meant() {
    if (this.selection.size) return this.selection.chosen();
    const person = this.people?.[focusedIndex()];
    return person ? [person] : [];
  }

  /** Names the person at an index, or else the one that is selected or has the focus. */
  async startNaming(index = this.people?.indexOf(this.meant()[0])) {
    const person = this.people?.[index];
    if (!person) return;
    const grid = this.querySelector('virtual-grid');
    await grid.reveal(index);
    this.naming = person.person;
    await this.updateComplete;
    await grid.updateComplete;
    const field = this.querySelector('name-field');
    await field?.updateComplete;
    field?.focus();
  }

  stopNaming(person) {
    this.naming = null;
    const index = this.people.findIndex((one) => one?.person === person.person);
    if (index >= 0) this.querySelector('virtual-grid')?.reveal(index);
  }

  async name(person, {name, person: known}) {
    const isDone = name === (person.name ?? '') || await namePerson(this.route.gallery, person, name, {known});
    if (isDone && this.naming === person.person) this.stopNaming(person);
  }

  /** Merges the selected, after a question where a name would be lost or they are many. */
  async merge() {
    const people = this.meant();
    if (people.length < 2) return;
    if (await mergePeople(this.route.gallery, people)) this.selection.clear();
  }

  /** Hides people; if all are hidden, shows them again. */
  async hide() {
    const {gallery} = this.route;
    const people = this.meant();
    if (!people.length) return;
    const hidden = !people.every((one) => one.hidden);
    const said = people.length === 1 ? title(people[0]) : strings.people(people.length);
    this.selection.clear();
    await edit(gallery, hidden ? words.hid(said) : words.shownAgain(said), () =>
      api.hidePeople({gallery}, {people: people.map((one) => one.person), hidden}));
  }

  /** A group of several faces is hardly a mistake of the detector, so only people of one face are marked. */
  async markNotAFace() {
    const {gallery} = this.route;
    const people = this.meant();
    if (!people.length) return;
    if (!people.every(isSingleFace)) {
      toast(words.notAFaceTitle);
      return;
    }
    const faces = people.map((one) => one.cover);
    this.selection.clear();
    await edit(gallery, strings.markedNotAFace(faces.length), () => api.markNotAFace({gallery}, {faces}));
  }
}

customElements.define('people-page', PeoplePage);
