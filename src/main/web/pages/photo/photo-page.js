// Photo: the whole picture, a box around each face, and who each face is and why. The address has the face that is meant
// and, if the photo was opened from a list, the filters of that list.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {changed, edit, showError, toast} from '../../app/edits.js';
import {nameFaces, namePerson} from '../../app/naming.js';
import {peopleByNumber, title} from '../../app/people-names.js';
import {filtersOf, indexOfPhoto, photoList} from '../../app/photo-list.js';
import {shownPath} from '../../app/photo-paths.js';
import {address, go, refine, remember, remembered} from '../../app/router.js';
import {isUnsure, probabilityOf, whySentence} from '../../app/why.js';
import '../../components/alike-faces.js';
import {LikenessElement} from '../../components/element.js';
import '../../components/face-drawer.js';
import '../../components/name-field.js';
import {errorState, faceImage, isMissing, likelihood, loadingState, missingState, qualityWord} from '../../components/parts.js';
import '../../components/photo-view.js';
import {ask} from '../../components/question-dialog.js';
import {format, strings} from '../../strings.js';

const words = strings.photoPage;

class PhotoPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    photo: {state: true},
    people: {state: true},
    place: {state: true},
    missing: {state: true},
    isSmall: {state: true},
    drawing: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {photo: null, people: [], place: null, missing: false, isSmall: false, drawing: false, error: null});
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('server-found', () => Object.assign(this, {missing: false, isSmall: false}));
  }

  keys() {
    return {
      ArrowLeft: [() => this.view()?.pan(-1, 0) || this.step(-1), words.keys.step],
      ArrowRight: [() => this.view()?.pan(1, 0) || this.step(1), ''],
      ArrowUp: [() => this.view()?.pan(0, -1) ?? false, ''],
      ArrowDown: [() => this.view()?.pan(0, 1) ?? false, ''],
      '+': [() => this.view()?.zoom(1), words.keys.zoom],
      '-': [() => this.view()?.zoom(-1), ''],
      0: [() => this.view()?.zoomTo(1), words.keys.fit],
      j: [() => this.nextFace(1), words.keys.face],
      k: [() => this.nextFace(-1), ''],
      Escape: [() => (this.route.query.face ? (refine({face: ''}), true) : false), words.clearFace],
    };
  }

  editKeys() {
    return {
      n: [() => this.querySelector('.panel name-field')?.focus() ?? Boolean(this.face()), words.keys.name],
      r: [() => this.reject(), words.keys.reject],
      x: [() => this.setAside(), words.keys.aside],
      f: [() => (this.drawing = true), words.draw],
    };
  }

  view() {
    return this.drawing ? null : this.querySelector('photo-view');
  }

  willUpdate(changes) {
    const before = changes.get('route');
    if (!changes.has('route') || (before?.id === this.route.id && before?.gallery === this.route.gallery)) return;
    Object.assign(this, {missing: false, isSmall: false, drawing: false});
    this.load();
  }

  /** On phones the chosen face is explained by a sheet at the bottom; the face stays in view above it. */
  updated() {
    const chosen = this.photo && this.route.query.face;
    if (chosen === this.chosen || !this.querySelector('photo-view')) return;
    this.chosen = chosen;
    if (!chosen || !window.matchMedia('(max-width: 719px)').matches) return;
    const behavior = window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    this.querySelector('photo-view').updateComplete
      .then(() => this.querySelector('.box.meant')?.scrollIntoView({block: 'nearest', behavior}));
  }

  async load() {
    const {gallery, id} = this.route;
    try {
      const photo = await api.getPhoto({gallery, photo: id});
      const unnamed = photo.faces.filter((face) => face.person && !face.name).map((face) => face.person);
      const people = await peopleByNumber(gallery, unnamed);
      if (id !== this.route.id) return;
      Object.assign(this, {photo, people, error: null});
      document.title = `${this.titleOf(photo)} · Likeness`;
      this.findPlace();
    } catch (error) {
      if (id === this.route.id) this.error = error;
    }
  }

  /** Where the photo is in the list that it was opened from. */
  async findPlace() {
    const {gallery, id, query} = this.route;
    if (!query.order) {
      this.place = null;
      return;
    }
    const list = photoList(gallery, query);
    const index = await indexOfPhoto(list, id, this.place?.index ?? remembered().photoIndex).catch(() => -1);
    if (id !== this.route.id) return;
    this.place = index < 0 ? null : {index, count: list.count, list};
    remember({photoIndex: index});
  }

  titleOf(photo) {
    const [path] = photo.paths;
    return path ? path.split(/[/\\]/).at(-1) : strings.pages.photo;
  }

  face() {
    return this.photo?.faces.find((one) => one.face === this.route.query.face);
  }

  render() {
    if (this.error) return isMissing(this.error) ? missingState(words.isMissing, 'photos') : errorState(this.error, () => this.load());
    const {photo, place, route: {gallery, query}} = this;
    if (!photo) return loadingState();
    return html`
      <header class="page-head">
        <h1 class="file">${photo.captureTime ? this.dayOf(photo) : this.titleOf(photo)}</h1>
        <span class="count file" title=${photo.paths[0] ?? ''}>${photo.captureTime ? this.titleOf(photo) : nothing}</span>
        ${query.order ? html`
          <a class="button" href=${address({gallery, page: 'photos', query: filtersOf(query)})}>${words.back}</a>` : nothing}
        ${place ? html`
          <span class="steps" role="group" aria-label=${words.steps}>
          <span class="dim">${words.place(place.index, place.count)}</span>
          <button class="for-all" ?disabled=${place.index === 0} aria-label=${words.previous} title=${words.previous}
              @click=${() => this.step(-1)}>←</button>
          <button class="for-all" ?disabled=${place.index + 1 >= place.count} aria-label=${words.next} title=${words.next}
              @click=${() => this.step(1)}>→</button></span>` : nothing}
        ${this.missing || this.drawing ? nothing : html`
          <button @click=${() => (this.drawing = true)}>${words.draw} <kbd>f</kbd></button>`}
      </header>
      <div class="photo-layout">
        <div class="whole">
          ${this.drawing ? this.drawer() : this.missing && !this.isSmall && !photo.faces.length ? html`<p class="notice">${strings.photoMissing}</p>` : html`
            <photo-view class="labels" boxes zoomable .gallery=${gallery} .photo=${photo} .highlight=${query.face}
                @face-chosen=${(event) => this.choose(event.detail.face)}
                @photo-missing=${({detail}) => Object.assign(this, {missing: true, isSmall: detail.isSmall})}></photo-view>
            ${this.isSmall ? html`<p class="notice small">${strings.photoSmall}</p>` : nothing}`}
        </div>
        <aside class="panel" aria-label=${words.faces}>${this.faces()} ${this.panel()}</aside>
        <section class="about" aria-label=${words.about}>${this.facts()}</section>
      </div>`;
  }

  /** Draws a box around a face that was missed; the new face is then the chosen one. */
  drawer() {
    return html`
      <face-drawer .gallery=${this.route.gallery} .photo=${this.photo}
          @face-drawn=${(event) => refine({face: event.detail.face})}
          @drawing-ended=${() => (this.drawing = false)}></face-drawer>`;
  }

  /** The faces as pictures: to choose one, and what remains when the file is gone. */
  faces() {
    const {photo, missing, isSmall, route: {gallery, query}} = this;
    if (!photo.faces.length) return html`<p class="dim">${words.noFaces}</p>`;
    return html`
      <h2>${strings.faces(photo.faces.length)}</h2>
      <ul class="face-strip ${missing && !isSmall ? 'large' : ''}">
        ${photo.faces.map((face) => html`
          <li><button class="quiet for-all ${face.notAFace ? 'is-aside' : ''}" aria-pressed=${face.face === query.face}
              @click=${() => this.choose(face.face)}>
            ${faceImage({gallery, face: face.face})}
            <small class="name">${this.titleOfFace(face)}</small>
          </button></li>`)}
      </ul>
      ${this.face() ? nothing : html`<p class="dim small">${words.choose}</p>`}`;
  }

  titleOfFace(face) {
    if (face.notAFace) return strings.notAFace;
    return face.person ? title(face) : words.unassigned;
  }

  /** Who the chosen face is, why, and what can be said about it. */
  panel() {
    const face = this.face();
    if (!face) return nothing;
    const {gallery} = this.route;
    const search = html`
      <a class="button" href=${address({gallery, page: 'search', query: {face: face.face}})}>${words.search}</a>`;
    if (face.notAFace) {
      return html`
        <section class="face-panel">
          ${this.closer()}
          <h2>${strings.notAFace}</h2>
          <div class="actions"><button @click=${this.setAside}>${words.isAFace} <kbd>x</kbd></button></div>
        </section>`;
    }
    const group = this.groupOf(face);
    const probability = probabilityOf(face);
    return html`
      <section class="face-panel">
        ${this.closer()}
        <h2>${this.titleOfFace(face)}</h2>
        <dl class="facts">
          <dt>${words.why}</dt>
          <dd>${whySentence(face)} ${this.contextOf(face)}
            ${probability === null ? nothing : html`<br>${likelihood(probability, isUnsure(face) ? strings.why.unsure : null)}`}</dd>
          <dt>${words.quality}</dt><dd>${qualityWord(face.quality)}</dd>
        </dl>
        <alike-faces .gallery=${gallery} .face=${face}></alike-faces>
        <label class="naming edit-only">${face.name ? words.changeFace : words.nameFace}
          <name-field .gallery=${gallery} .value=${''} .label=${words.nameFace}
              @name-chosen=${(event) => this.name(face, event.detail)}
              @name-cancelled=${(event) => event.target.querySelector('input').blur()}></name-field>
        </label>
        ${group ? html`<p class="dim small edit-only">${words.nameGroup(group.photos)}</p>` : nothing}
        <div class="actions">
          ${face.person ? html`
            <a class="button" href=${address({gallery, page: 'person', id: face.person})}>${words.openPerson(title(face))}</a>
            <button @click=${this.reject}>${words.notThem(title(face))} <kbd>r</kbd></button>` : nothing}
          ${search}
          <button @click=${this.setAside}>${words.notAFace} <kbd>x</kbd></button>
        </div>
      </section>`;
  }

  /** What the photo's surroundings say for the person of a face that is not clear, in a sentence. */
  contextOf(face) {
    const {moment, company} = face.context ?? {};
    if (!moment && !company) return nothing;
    const {taken, anotherPhoto, company: withCompany} = strings.why;
    const other = moment && html`${taken(moment.seconds)} <a
        href=${address({gallery: this.route.gallery, page: 'photo', id: moment.photo})}>${anotherPhoto(title(face))}</a>`;
    return html`${other ?? nothing}${moment && company ? '; ' : ''}${
      company ? withCompany(title(company), company.photos, title(face)) : ''}.`;
  }

  /** The day, or as much of it as is known. */
  dayOf(photo) {
    return photo.captureTimePrecision === 'second' ? format.day(photo.captureTime) : format.taken(photo);
  }

  /** Closes the face where it covers a part of the page. */
  closer() {
    return html`
      <button class="quiet closer for-all" aria-label=${words.clearFace} title=${words.clearFace}
          @click=${() => refine({face: ''})}>×</button>`;
  }

  facts() {
    const {photo, route: {gallery}} = this;
    const files = photo.paths.filter((path) => /^([/\\]|[A-Za-z]:)/.test(path));
    return html`
      <dl class="facts">
        <dt>${words.taken}</dt>
        <dd>${format.taken(photo)}${words.takenBy[photo.captureTimeSource]
          ? html` <span class="dim">${words.takenBy[photo.captureTimeSource]}</span>` : nothing}</dd>
        <dt>${words.size}</dt><dd>${words.pixels(photo)}</dd>
        ${photo.turned ? html`
          <dt>${words.turnedLabel}</dt><dd>${words.turned(photo.turned, photo.turnedByUser)}</dd>` : nothing}
        <dt>${words.paths}</dt>
        <dd>${photo.paths.length ? photo.paths.map((path) => html`<div class="path">${shownPath(path)}</div>`) : words.noPath}</dd>
      </dl>
      <div class="actions">
        ${files.length && !this.missing ? html`
          <a class="button edit-only" download href=${api.getPhotoOriginalUrl({gallery, photo: photo.photo})}
              title=${words.downloadMore}>${words.download}</a>` : nothing}
        ${files.length && !this.missing ? html`
          <button title=${words.turnMore} @click=${() => this.turn((photo.turned + 90) % 360)}>${words.turn}</button>` : nothing}
        <button class="danger" @click=${this.askToDelete}>${words.remove}</button>
      </div>`;
  }

  choose(face) {
    refine({face: face === this.route.query.face ? '' : face});
  }

  nextFace(by) {
    const {faces} = this.photo ?? {faces: []};
    if (!faces.length) return;
    const now = faces.findIndex((one) => one.face === this.route.query.face);
    const next = now < 0 ? (by > 0 ? 0 : faces.length - 1) : (now + by + faces.length) % faces.length;
    refine({face: faces[next].face});
  }

  step(by) {
    const photo = this.place?.list.items[this.place.index + by];
    if (!photo) return false;
    const {gallery, query} = this.route;
    // Back goes to the list rather than through all photos that were looked at.
    history.replaceState(history.state, '', address({gallery, page: 'photo', id: photo.photo, query: filtersOf(query)}));
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    return true;
  }

  /** The person without a name whose faces would all get the name; null if only this face would. */
  groupOf(face) {
    if (!face.person || face.name) return null;
    return this.people.find((one) => one.person === face.person) ?? null;
  }

  /** Names an unnamed person as a whole; any other face is assigned alone. */
  async name(face, {name, person}) {
    if (!name) return;
    const {gallery} = this.route;
    const group = this.groupOf(face);
    const done = group
      ? await namePerson(gallery, group, name, {known: person})
      : await nameFaces(gallery, [face.face], {name, person}, words.assigned);
    if (done) this.querySelector('.panel name-field input')?.blur();
  }

  async reject() {
    const face = this.face();
    if (!face?.person) return;
    const {gallery} = this.route;
    await edit(gallery, words.rejected(title(face)), () =>
      api.rejectFaces({gallery, person: face.person}, {faces: [face.face]}));
  }

  async setAside() {
    const face = this.face();
    if (!face) return;
    const {gallery} = this.route;
    const action = face.notAFace ? api.unmarkNotAFace : api.markNotAFace;
    await edit(gallery, face.notAFace ? words.unmarked : words.markedNotAFace, () => action({gallery}, {faces: [face.face]}));
  }

  /** Shows the photo at so many degrees to its file. */
  async turn(degrees, {isUndo = false} = {}) {
    const {photo, route: {gallery}} = this;
    try {
      await api.turnPhoto({gallery, photo: photo.photo}, {turned: degrees});
      toast(words.hasTurned, {undo: isUndo ? null : () => this.turn(photo.turned, {isUndo: true})});
      changed();
    } catch (error) {
      showError(error);
    }
  }

  async askToDelete() {
    const {photo, place, route: {gallery, query}} = this;
    const answer = await ask({
      title: words.removeTitle,
      text: words.removeText(photo.faces.length),
      pictures: photo.faces.slice(0, 3).map(({face}) => api.getFaceCropUrl({gallery, face})),
      answers: [{value: 'delete', text: words.remove, danger: true}],
    });
    if (answer !== 'delete') return;
    const next = place && (place.list.items[place.index + 1] ?? place.list.items[place.index - 1]);
    try {
      await api.deletePhoto({gallery, photo: photo.photo});
    } catch (error) {
      showError(error);
      return;
    }
    toast(words.removed);
    if (next) {
      history.replaceState(history.state, '', address({gallery, page: 'photo', id: next.photo, query: filtersOf(query)}));
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    } else {
      go({gallery, page: 'photos', query: filtersOf(query)});
    }
    await new Promise((resolve) => setTimeout(resolve));
    changed();
  }
}

customElements.define('photo-page', PhotoPage);
