// One person: the faces by time, quality or certainty; what is wrong is selected and moved, split off or rejected.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {toast} from '../../app/edits.js';
import {photoOf} from '../../app/face-ids.js';
import {focusedIndex, moveKeys, selectKeys} from '../../app/grid-keys.js';
import {address, refine, remember, remembered} from '../../app/router.js';
import {Selection} from '../../app/selection.js';
import {doubtWord, isUnsure, whySentence} from '../../app/why.js';
import {LikenessElement} from '../../components/element.js';
import '../../components/name-field.js';
import {emptyState, errorState, faceImage, isMissing, loadingState, missingState, qualityWord} from '../../components/parts.js';
import '../../components/virtual-grid.js';
import {format, strings} from '../../strings.js';
import * as edits from './face-edits.js';
import './person-head.js';
import {readRelations} from './person-relations.js';

const words = strings.personPage;

const ORDERS = {
  quality: (a, b) => b.quality - a.quality,
  time: (a, b) => (b.captureTime ?? '').localeCompare(a.captureTime ?? ''),
  certainty: (a, b) => (a.confirmed - b.confirmed) || (a.margin ?? Infinity) - (b.margin ?? Infinity) || a.quality - b.quality,
};

class PersonPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    person: {state: true},
    isMoving: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {person: null, isMoving: false, error: null});
    this.selection = new Selection(this, () => this.faces(), ({face}) => face);
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('scrollend', () => remember({person: window.scrollY}));
  }

  keys() {
    return moveKeys(this);
  }

  editKeys() {
    return {
      ...selectKeys(this.selection),
      n: [() => this.querySelector('person-head')?.startNaming(), strings.keys.name],
      h: [() => this.querySelector('person-head')?.toggleHidden(), strings.keys.hide],
      m: [() => this.startMoving(), words.keys.move],
      p: [() => this.split(), words.keys.split],
      e: [() => this.selectSimilar(), words.similar],
      r: [() => this.reject(), words.keys.reject],
      x: [() => this.markNotAFace(), strings.keys.notAFace],
      c: [() => this.setCover(), words.keys.cover],
      y: [() => this.confirm(), words.keys.confirm],
    };
  }

  willUpdate(changes) {
    if (!changes.has('route')) return;
    const before = changes.get('route');
    if (before?.id === this.route.id && before?.gallery === this.route.gallery) return;
    Object.assign(this, {person: null, isDeleting: false});
    this.selection.clear();
    this.load();
  }

  async load() {
    if (this.isDeleting) return;
    const {gallery, id} = this.route;
    try {
      const person = await api.getPerson({gallery, person: id});
      const relations = await readRelations(gallery, person);
      if (id !== this.route.id) return;
      const isFirst = this.person === null;
      Object.assign(this, {person, relations, error: null});
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().person ?? 0);
    } catch (error) {
      this.error = error;
    }
  }

  get order() {
    return ORDERS[this.route.query.order] ? this.route.query.order : 'quality';
  }

  /** The faces that are shown, in their order. */
  faces() {
    const {person, order, route: {query}} = this;
    if (!person) return [];
    if (this.listed?.person !== person || this.listed.order !== order || this.listed.unsure !== query.unsure) {
      const faces = person.faces.filter((face) => query.unsure !== 'true' || isUnsure(face)).toSorted(ORDERS[order]);
      this.listed = {person, order, unsure: query.unsure, faces};
    }
    return this.listed.faces;
  }

  render() {
    if (this.error) return isMissing(this.error) ? this.gone() : errorState(this.error, () => this.load());
    if (!this.person) return loadingState();
    return html`
      <person-head .gallery=${this.route.gallery} .person=${this.person.summary}
          @deleting=${(event) => (this.isDeleting = event.detail)}></person-head>
      <person-relations .gallery=${this.route.gallery} .person=${this.person.summary}
          .relations=${this.relations}></person-relations>
      ${this.toolbar()}
      ${this.order === 'time' ? this.years() : nothing}
      ${this.grid()}
      ${this.selection.size ? this.bar() : nothing}`;
  }

  /** Merged, deleted, or all faces moved; or nobody ever had what the address names. */
  gone() {
    return missingState(/^[1-9]\d*$/.test(this.route.id) ? words.gone : words.isMissing, 'people');
  }

  toolbar() {
    const {query} = this.route;
    const unsure = this.person.faces.filter(isUnsure).length;
    return html`
      <div class="page-head faces-head">
        <h2>${words.faces}</h2>
        <span class="count">${strings.faces(this.faces().length)}</span>
        ${unsure || query.unsure ? html`
          <label>
            <input type="checkbox" .checked=${query.unsure === 'true'}
                @change=${(event) => this.refine({unsure: event.target.checked ? 'true' : ''})}>
            ${words.onlyUnsure(unsure)}
          </label>` : nothing}
        <label>${words.order}
          <select @change=${(event) => this.refine({order: event.target.value})}>
            ${Object.entries(words.orders).map(([value, text]) => html`
              <option value=${value} ?selected=${value === this.order}>${text}</option>`)}
          </select>
        </label>
      </div>`;
  }

  refine(query) {
    this.selection.clear();
    refine(query);
  }

  /** A strip of the years in which there are photos of the person. */
  years() {
    const years = new Map();
    this.faces().forEach(({captureTime}, index) => {
      const year = captureTime?.slice(0, 4) ?? strings.unknownDay;
      const entry = years.get(year) ?? {index, count: 0};
      years.set(year, {...entry, count: entry.count + 1});
    });
    return years.size < 2 ? nothing : html`
      <nav class="years" aria-label=${words.years}>
        ${[...years].map(([year, {index, count}]) => html`
          <button class="quiet for-all" @click=${() => this.querySelector('virtual-grid').reveal(index)}>
            ${year} <small class="dim">${format.number(count)}</small></button>`)}
      </nav>`;
  }

  grid() {
    const {person, route: {query}} = this;
    if (!person.faces.length) return emptyState(words.empty, words.emptyMore);
    if (!this.faces().length) return emptyState(words.sure, words.sureMore);
    return html`
      <virtual-grid class="faces ${this.selection.size ? 'selecting' : ''} ${query.unsure}" .count=${this.faces().length}
          .cellWidth=${window.innerWidth < 720 ? 104 : 112} .cellHeight=${window.innerWidth < 720 ? 164 : 186} .item=${(index, isPassing) => this.face(index, isPassing)}></virtual-grid>`;
  }

  face(index, isPassing) {
    const face = this.faces()[index];
    if (!face) return nothing;
    const {gallery} = this.route;
    const isSelected = this.selection.has(face);
    const label = words.face(index + 1);
    const note = [face.confirmed ? words.isConfirmed : '', doubtWord(face)].filter(Boolean).join(', ');
    return html`
      <div class="person-face ${isSelected ? 'selected' : ''} ${isUnsure(face) ? 'unsure' : ''}">
        <a data-index=${index} aria-label="${label}${note ? `, ${note}` : ''}" title=${face.path ?? ''}
            href=${address({gallery, page: 'photo', id: photoOf(face.face), query: {face: face.face}})}
            @click=${(event) => this.open(event, index)}>
          ${faceImage({gallery, face: face.face, large: true, isPassing})}
        </a>
        <input class="select edit-only" type="checkbox" tabindex="-1" aria-label=${words.select(label)}
            .checked=${isSelected} @click=${(event) => this.selection.toggle(index, event)}>
        <small class="dim">${face.captureTime ? format.day(face.captureTime) : qualityWord(face.quality)}</small>
        ${note ? html`<small class="note" title=${whySentence({...face, person: this.person.person})}>${note}</small>` : nothing}
      </div>`;
  }

  /** While something is selected, a click selects more. */
  open(event, index) {
    if (this.selection.size || event.shiftKey) {
      event.preventDefault();
      this.selection.toggle(index, event);
    }
  }

  bar() {
    const {size} = this.selection;
    return html`
      <div class="selection-bar" role="toolbar" aria-label=${strings.selected(size)}>
        <strong>${strings.selected(size)}</strong>
        ${this.isMoving ? html`
          <name-field class="opened" .gallery=${this.route.gallery} .label=${words.moveTo}
              @name-chosen=${(event) => this.move(event.detail)}
              @name-cancelled=${() => (this.isMoving = false)}></name-field>` : html`
          <button @click=${this.startMoving}>${words.moveTo} <kbd>m</kbd></button>
          <button @click=${this.split}>${words.newPerson} <kbd>p</kbd></button>
          <button @click=${this.selectSimilar}>${words.similar} <kbd>e</kbd></button>
          <button @click=${this.reject}>${words.reject} <kbd>r</kbd></button>
          <button @click=${this.markNotAFace}>${strings.notAFace} <kbd>x</kbd></button>
          <button @click=${this.confirm}>${words.confirm} <kbd>y</kbd></button>
          ${size === 1 ? html`<button @click=${this.setCover}>${words.cover} <kbd>c</kbd></button>` : nothing}`}
        <button class="quiet" @click=${this.leaveSelection}>${strings.cancel}</button>
      </div>`;
  }

  leaveSelection() {
    this.isMoving = false;
    this.selection.clear();
  }

  /** The ids of the selected faces, or of the one that has the focus. */
  meant() {
    if (this.selection.size) return this.selection.chosen().map(({face}) => face);
    const face = this.faces()[focusedIndex()];
    return face ? [face.face] : [];
  }

  /** Runs an edit of the faces that are meant, and leaves the selection and keeps the place if it was done. */
  async run(action) {
    const faces = this.meant();
    if (!faces.length) return;
    const index = focusedIndex();
    if ((await action(faces)) === null) return;
    this.leaveSelection();
    if (index !== null) this.querySelector('virtual-grid')?.reveal(Math.min(index, this.faces().length - 1));
  }

  async startMoving() {
    const index = focusedIndex();
    if (!this.selection.size && index !== null) this.selection.toggle(index);
    if (!this.selection.size) return;
    this.isMoving = true;
    await this.updateComplete;
    this.querySelector('.selection-bar name-field').focus();
  }

  move({name, person}) {
    return name ? this.run((faces) => edits.moveTo(this.route.gallery, faces, {name, person})) : undefined;
  }

  /** Makes a new person of the selected faces, and of those that seem to belong to them if the reader wants that. */
  split() {
    return this.run(async (faces) => {
      const {gallery} = this.route;
      const similar = await edits.similarFaces(gallery, this.person.summary, faces);
      const along = similar.length ? await edits.askAlong(gallery, similar) : [];
      return along === null ? null : edits.split(gallery, [...faces, ...along]);
    });
  }

  /** Selects also the faces that are more similar to the selected ones than to the rest. */
  async selectSimilar() {
    const faces = this.meant();
    if (!faces.length) return;
    const similar = await edits.similarFaces(this.route.gallery, this.person.summary, faces);
    if (similar.length) this.selection.add([...faces, ...similar]);
    else toast(words.noSimilar);
  }

  reject() {
    return this.run((faces) => edits.reject(this.route.gallery, this.person.summary, faces));
  }

  markNotAFace() {
    return this.run((faces) => edits.markNotAFace(this.route.gallery, faces));
  }

  confirm() {
    return this.run((faces) => edits.confirm(this.route.gallery, this.person.summary, faces));
  }

  setCover() {
    return this.run(([face]) => edits.setCover(this.route.gallery, this.person.summary, face));
  }
}

customElements.define('person-page', PersonPage);
