// Unclear faces: those that no person has, doubtful ones, and what was marked as not a face; clearest first, many at once.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {edit} from '../../app/edits.js';
import {focusedIndex, moveKeys, selectKeys} from '../../app/grid-keys.js';
import {nameFaces} from '../../app/naming.js';
import {address, remember, remembered} from '../../app/router.js';
import {Selection} from '../../app/selection.js';
import {whySentence} from '../../app/why.js';
import {LikenessElement} from '../../components/element.js';
import {emptyList} from '../../components/empty-gallery.js';
import '../../components/name-field.js';
import {emptyState, errorState, faceImage, loadingState, qualityWord} from '../../components/parts.js';
import '../../components/virtual-grid.js';
import {strings} from '../../strings.js';

const PAGE = 200;
const STATES = ['unassigned', 'doubtful', 'not-a-face'];
const words = strings.unclearPage;

class UnclearPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    faces: {state: true},
    count: {state: true},
    naming: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {faces: null, count: 0, next: null, readings: 0, naming: false, error: null});
    this.selection = new Selection(this, () => this.faces ?? [], (face) => face.face);
    this.whileShown('gallery-changed', () => this.load(Math.max(PAGE, this.faces?.length ?? 0)));
    this.whileShown('scrollend', () => remember({unclear: window.scrollY}));
  }

  keys() {
    return moveKeys(this);
  }

  editKeys() {
    const when = (state, action) => () => (this.state === state ? action() : false);
    return {
      ...selectKeys(this.selection),
      n: [() => this.startNaming(), strings.keys.name],
      x: [() => (this.state === 'not-a-face' ? false : this.notAFace()), strings.notAFace],
      r: [when('doubtful', () => this.reject()), words.keys.reject],
      y: [when('doubtful', () => this.confirm()), words.keys.confirm],
    };
  }

  willUpdate(changes) {
    if (!changes.has('route')) return;
    const before = changes.get('route');
    if (before?.gallery === this.route.gallery && before?.query.state === this.route.query.state) return;
    Object.assign(this, {faces: null, naming: false});
    this.selection.clear();
    this.load(Math.max(PAGE, remembered().unclearFaces ?? 0));
  }

  get state() {
    return STATES.includes(this.route.query.state) ? this.route.query.state : STATES[0];
  }

  /** Reads the first faces of the list again, and shows them once they are there. */
  async load(wanted) {
    const reading = ++this.readings;
    const isFirst = this.faces === null;
    try {
      const faces = [];
      let page;
      do {
        page = await this.read(page?.next);
        faces.push(...page.faces);
      } while (page.next && faces.length < wanted);
      if (reading !== this.readings) return;
      Object.assign(this, {faces, count: page.count, next: page.next, error: null, reading: null});
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().unclear ?? 0);
    } catch (error) {
      if (reading === this.readings) this.error = error;
    }
  }

  read(cursor) {
    return api.listFaces({gallery: this.route.gallery, state: this.state, order: 'quality', limit: PAGE, cursor});
  }

  /** Reads on until the face with this index is there. */
  need(to) {
    if (this.faces === null || to <= this.faces.length || !this.next) return;
    this.reading ??= this.more(this.readings, to).finally(() => (this.reading = null));
  }

  async more(reading, to) {
    try {
      while (this.next && this.faces.length < to) {
        const page = await this.read(this.next);
        if (reading !== this.readings) return;
        Object.assign(this, {faces: [...this.faces, ...page.faces], next: page.next});
        remember({unclearFaces: this.faces.length});
      }
    } catch (error) {
      this.error = error;
    }
  }

  render() {
    const {gallery} = this.route;
    return html`
      <header class="page-head">
        <h1>${strings.pages.unclear}</h1>
        <span class="count">${this.faces ? strings.faces(this.count) : nothing}</span>
        <nav class="tabs" aria-label=${strings.pages.unclear}>
          ${STATES.map((state) => html`
            <a href=${address({gallery, page: 'unclear', query: {state: state === STATES[0] ? '' : state}})}
                aria-current=${state === this.state ? 'page' : 'false'}>${words.states[state]}</a>`)}
        </nav>
      </header>
      ${this.list()}
      ${this.selection.size ? this.bar() : nothing}`;
  }

  list() {
    if (this.error) return errorState(this.error, () => { this.error = null; this.load(PAGE); });
    if (this.faces === null) return loadingState();
    if (!this.count) return emptyList(this.route.gallery, emptyState(words.empty[this.state], words.emptyMore[this.state]));
    return html`
      <p class="dim">${words.explained[this.state]}</p>
      <virtual-grid class=${this.selection.size ? 'selecting' : ''} .count=${this.count} .cellWidth=${window.innerWidth < 720 ? 104 : 144} .cellHeight=${window.innerWidth < 720 ? 172 : 204}
          .need=${(_, to) => this.need(to)} .item=${(index) => this.face(index)}></virtual-grid>`;
  }

  face(index) {
    const face = this.faces[index];
    if (!face) return html`<div class="unclear-face"><span class="face"></span></div>`;
    const {gallery} = this.route;
    const isSelected = this.selection.has(face);
    const name = face.person ? face.name ?? strings.unnamed(face.person) : words.reasons[face.reason] ?? words.notGrouped;
    return html`
      <div class="unclear-face ${isSelected ? 'selected' : ''}">
        <a data-index=${index} href=${address({gallery, page: 'photo', id: face.photo, query: {face: face.face}})}
            aria-label=${words.faceOf(name, strings.quality(face.quality))} @click=${(event) => this.open(event, index)}>
          ${faceImage({gallery, face: face.face, large: true})}
        </a>
        <input class="select edit-only" type="checkbox" tabindex="-1" aria-label=${words.select}
            .checked=${isSelected} @click=${(event) => this.selection.toggle(index, event)}>
        <span class="caption" title=${whySentence(face)}>${this.state === 'not-a-face' ? strings.notAFace : name}</span>
        <small class="dim">${qualityWord(face.quality)}</small>
      </div>`;
  }

  bar() {
    const {size} = this.selection;
    if (this.naming) {
      return html`
        <div class="selection-bar naming-bar">
          <strong>${strings.selected(size)}</strong>
          <name-field class="opened" .gallery=${this.route.gallery} .label=${words.nameOf(size)}
              @name-chosen=${(event) => this.name(event.detail)} @name-cancelled=${() => (this.naming = false)}></name-field>
        </div>`;
    }
    return html`
      <div class="selection-bar" role="toolbar" aria-label=${strings.selected(size)}>
        <strong>${strings.selected(size)}</strong>
        ${this.state === 'not-a-face' ? html`<button @click=${this.isAFace}>${words.isAFace}</button>` : html`
          ${this.state === 'doubtful' ? html`
            <button @click=${this.confirm}>${words.confirm} <kbd>y</kbd></button>
            <button @click=${this.reject}>${words.reject} <kbd>r</kbd></button>` : nothing}
          <button @click=${this.startNaming}>${words.name} <kbd>n</kbd></button>
          <button @click=${this.notAFace}>${strings.notAFace} <kbd>x</kbd></button>`}
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

  /** The selected faces, or the one that has the focus. */
  meant() {
    if (this.selection.size) return this.selection.chosen();
    const index = focusedIndex();
    return index === null || !this.faces?.[index] ? [] : [this.faces[index]];
  }

  /** Runs an edit of faces; the focus stays at the place of the first. */
  async change(action) {
    const place = this.faces.indexOf(this.meant()[0]);
    this.selection.clear();
    this.naming = false;
    const done = await action();
    await this.updateComplete;
    if (place >= 0) this.querySelector('virtual-grid')?.reveal(Math.min(place, this.count - 1));
    return done;
  }

  async startNaming() {
    if (this.state === 'not-a-face' || !this.meant().length) return;
    if (!this.selection.size) this.selection.toggle(focusedIndex());
    this.naming = true;
    await this.updateComplete;
    this.querySelector('.naming-bar name-field').focus();
  }

  /** Assigns the faces to the person of this name, who is new if there is none. */
  async name(chosen) {
    if (!chosen.name) {
      this.naming = false;
      return;
    }
    const faces = this.meant().map((face) => face.face);
    if (await nameFaces(this.route.gallery, faces, chosen, (name) => words.named(faces.length, name))) await this.change(() => {});
  }

  notAFace() {
    return this.mark(words.marked, api.markNotAFace);
  }

  isAFace() {
    return this.mark(words.unmarked, api.unmarkNotAFace);
  }

  mark(text, action) {
    const {gallery} = this.route;
    const faces = this.meant().map((face) => face.face);
    if (!faces.length) return false;
    return this.change(() => edit(gallery, text(faces.length), () => action({gallery}, {faces})));
  }

  confirm() {
    return this.eachPerson(words.confirmed, api.confirmFaces);
  }

  reject() {
    return this.eachPerson(words.rejected, api.rejectFaces);
  }

  /** One edit for each person of the faces. */
  async eachPerson(text, action) {
    const {gallery} = this.route;
    const byPerson = Map.groupBy(this.meant().filter((face) => face.person), (face) => face.person);
    for (const [person, ofPerson] of byPerson) {
      const faces = ofPerson.map((face) => face.face);
      const name = ofPerson[0].name ?? strings.unnamed(person);
      await this.change(() => edit(gallery, text(faces.length, name), () => action({gallery, person}, {faces})));
    }
  }
}

customElements.define('unclear-page', UnclearPage);
