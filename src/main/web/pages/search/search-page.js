// Search: who is on this picture? A picture that is dropped, pasted or chosen, or a face of the gallery (`?face=`), with
// a box around every face; for the chosen one, the people and faces that are like it.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {photoOf} from '../../app/face-ids.js';
import {moveKeys} from '../../app/grid-keys.js';
import {nameFaces} from '../../app/naming.js';
import {numbers} from '../../app/photo-list.js';
import {address, refine, remember, remembered} from '../../app/router.js';
import {title} from '../../app/people-names.js';
import {LikenessElement} from '../../components/element.js';
import {emptyState, errorState, faceImage, likelihood, loadingState, qualityWord} from '../../components/parts.js';
import '../../components/name-field.js';
import '../../components/photo-filters.js';
import '../../components/photo-view.js';
import '../../components/virtual-grid.js';
import {format, strings} from '../../strings.js';

const words = strings.searchPage;
const HITS = 200;
/** From here on a face or person is possible, and from there on likely, as `strings.likely` says it. */
const POSSIBLE = 0.3;
const LIKELY = 0.7;

/** The latest picture, so that Back from a found photo shows it again. It never leaves memory. */
let picture = null;

class SearchPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    result: {state: true},
    photo: {state: true},
    busy: {state: true},
    error: {state: true},
    over: {state: true},
    refused: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {result: null, photo: null, busy: false, error: null, over: false, refused: null});
    this.whileShown('gallery-changed', () => this.search());
    this.whileShown('paste', (event) => this.take(event.clipboardData?.files));
    this.whileShown('scrollend', () => remember({search: window.scrollY}));
    this.whileShown('dragover', (event) => {
      event.preventDefault();
      this.over = true;
    });
    this.whileShown('dragleave', (event) => (this.over = event.relatedTarget !== null));
    this.whileShown('drop', (event) => {
      event.preventDefault();
      this.over = false;
      this.take(event.dataTransfer.files, true);
    });
  }

  keys() {
    return moveKeys(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.running?.abort();
  }

  willUpdate(changes) {
    if (!changes.has('route')) return;
    const {gallery, query} = this.route;
    if (query.face) picture = null;
    if (changes.get('route')) this.refused = null;
    if (picture && picture.gallery !== gallery) picture = null;
    const {at, order, all, ...probe} = query;
    const asked = JSON.stringify([gallery, probe]);
    if (asked !== this.asked) {
      this.asked = asked;
      this.search();
    }
  }

  /** Takes a picture from a drop, the clipboard or the chooser; `mustBePicture`: says so if there is none. */
  take(files, mustBePicture = false) {
    const given = [...(files ?? [])];
    const file = given.find((one) => one.type.startsWith('image/') || /\.hei[cf]$/i.test(one.name));
    if (!file) {
      if (mustBePicture || given.length) this.refused = {name: given[0]?.name ?? ''};
      return;
    }
    Object.assign(this, {refused: null, error: null});
    if (picture) URL.revokeObjectURL(picture.url);
    picture = {file, url: URL.createObjectURL(file), gallery: this.route.gallery};
    this.result = null;
    this.photo = null;
    if (this.route.query.face || this.route.query.at) {
      this.asked = null;
      refine({face: '', at: ''});
    } else {
      this.search();
    }
  }

  async search() {
    const {gallery, query} = this.route;
    if (!picture && !query.face) {
      Object.assign(this, {result: null, photo: null, error: null, busy: false});
      return;
    }
    this.running?.abort();
    const running = (this.running = new AbortController());
    this.busy = true;
    try {
      const {signal} = running;
      const form = formOf(query);
      const isFirst = this.result === null;
      let body = {...form, probes: [{face: query.face}]};
      if (picture) {
        body = new FormData();
        body.append('request', JSON.stringify(form));
        body.append('image', picture.file);
      }
      const [result, photo] = await Promise.all([
        api.search({gallery}, body, {signal}),
        picture ? pictureOf(picture) : readPhoto(gallery, query.face, signal),
      ]);
      if (picture) photo.faces = result.faces.map(probeFace);
      Object.assign(this, {result, photo, error: null});
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().search ?? 0);
    } catch (error) {
      if (error.name === 'AbortError') return;
      Object.assign(this, {error, result: null});
    } finally {
      if (this.running === running) this.busy = false;
    }
  }

  /** The face of the picture that is looked at. */
  probe() {
    return this.result?.faces[Number(this.route.query.at ?? 0)] ?? this.result?.faces[0];
  }

  render() {
    const {result, route: {gallery, query}} = this;
    return html`
      <header class="page-head">
        <h1>${strings.pages.search}</h1>
        <span class="count" role="status">${this.busy && result ? strings.loading : nothing}</span>
        ${picture || query.face ? html`<label class="button">${words.other}${this.chooser()}</label>` : nothing}
      </header>
      ${this.body()}
      ${this.over ? html`<div class="drop-cover">${words.drop}</div>` : nothing}`;
  }

  body() {
    const {result, photo, route: {query}} = this;
    if (this.refused) return this.otherPicture(words.noPicture(this.refused.name), words.noPictureMore);
    if (this.error && words.errors[this.error.code]) return this.otherPicture(words.errors[this.error.code], words.noPictureMore);
    if (this.error) return errorState(this.error, () => this.search());
    if (!picture && !query.face) {
      return html`
        <label class="drop-zone">
          <strong>${isTouch() ? words.dropTouch : words.drop}</strong>
          <span class="dim">${words.dropMore}</span>
          <span class="button">${words.choose}</span>${this.chooser()}
        </label>`;
    }
    if (!result) return loadingState();
    return html`
      <div class="search-layout">
        <aside>
          ${this.picture(photo)}
          ${result.faces.length ? this.verdict(this.probe()) : nothing}
        </aside>
        ${result.faces.length ? this.found(this.probe()) : emptyState(words.noFace, words.noFaceMore)}
      </div>`;
  }

  /** What was given cannot be searched with, and would not be the next time. */
  otherPicture(title, text) {
    return html`
      <div class="state" role="alert">
        <h2>${title}</h2><p>${text}</p>
        <label class="button">${words.chooseAnother}${this.chooser()}</label>
      </div>`;
  }

  chooser() {
    return html`<input class="hidden-text" type="file" accept="image/*,.heic,.heif,.jxl,.dng,.cr2,.cr3,.nef,.arw,.raf,.orf,.rw2" aria-label=${words.choose}
        @change=${({target}) => { this.take(target.files); target.value = ''; }}>`;
  }

  picture(photo) {
    const {gallery, query} = this.route;
    const probe = this.probe();
    const meant = picture ? String(this.result.faces.indexOf(probe)) : query.face;
    return html`
      <photo-view boxes .gallery=${gallery} .photo=${photo} .highlight=${meant} .source=${picture?.url}
          @face-chosen=${(event) => this.choose(event.detail.face)}></photo-view>
      ${photo.faces.length > 1 ? html`
        <div class="face-choice" role="group" aria-label=${words.faces}>
          ${photo.faces.map((face, index) => html`
            <button class="quiet for-all" aria-pressed=${face.face === meant} @click=${() => this.choose(face.face)}>
              ${picture ? words.faceNumber(index) : html`
                ${faceImage({gallery, face: face.face, alt: face.name ?? words.faceNumber(index)})}`}
            </button>`)}
        </div>` : nothing}`;
  }

  /** Another face of the picture. */
  choose(face) {
    if (picture) refine({at: face});
    else refine({face});
  }

  verdict(probe) {
    const {best, title, unnamed} = this.verdictOf(probe);
    return html`
      <div class="verdict">
        <p><strong>${title}</strong> ${best ? html`<br>${likelihood(best.probability)}` : nothing}<br>
          <span class="dim">${words.faceQuality} ${qualityWord(probe.quality)}${best && best.decision !== 'match'
            ? html`. ${words.notCertain[best.decision] ?? nothing}` : nothing}</span></p>
        ${unnamed.length ? html`
          <label class="naming edit-only">${words.nameFace}
            <name-field .gallery=${this.route.gallery} .label=${words.nameFace}
                @name-chosen=${(event) => this.name(unnamed, event.detail)}
                @name-cancelled=${(event) => event.target.querySelector('input').blur()}></name-field>
          </label>` : nothing}
      </div>`;
  }

  /** Gives the matching faces that no person has to the person of this name, who is new if there is none. */
  async name(faces, chosen) {
    if (chosen.name) await nameFaces(this.route.gallery, faces, chosen, (name) => words.named(faces.length, name));
  }

  /** Who it is in words, the person that is meant, and the matching faces that no person has. */
  verdictOf(probe) {
    const match = probe.people.find((one) => one.decision === 'match');
    if (match) return {title: words.match(title(match)), best: match, unnamed: []};
    const unnamed = probe.hits.filter((hit) => hit.decision === 'match' && !hit.person).map((hit) => hit.face);
    if (unnamed.length) return {title: words.decisions.match, best: null, unnamed: [...unnamed, ...this.ownFace()]};
    const [best] = probe.people;
    if (best?.probability >= LIKELY) return {title: words.probably(title(best)), best, unnamed: []};
    if (best?.probability >= POSSIBLE) return {title: words.possibly(title(best)), best, unnamed: []};
    const hit = probe.hits.find((one) => one.decision === 'match');
    if (hit) return {title: words.possibly(title(hit)), best: null, unnamed: []};
    return {title: words.decisions[probe.decision] ?? '', best: null, unnamed: []};
  }

  /** The face of the gallery that is searched for, if no person has it either. */
  ownFace() {
    const own = picture ? null : this.photo.faces.find((one) => one.face === this.route.query.face);
    return own && !own.person && !own.notAFace ? [own.face] : [];
  }

  found(probe) {
    const {gallery, query} = this.route;
    const isShown = ({probability}) => query.all === 'true' || (probability ?? 1) >= POSSIBLE;
    const hits = sorted(probe.hits.filter(isShown), query.order);
    const others = probe.hits.length - hits.length;
    const byPerson = new Map(probe.hits.toReversed().filter((hit) => hit.person).map((hit) => [hit.person, hit]));
    return html`
      <div>
        <photo-filters .only=${'faces'} .gallery=${gallery} .query=${query}></photo-filters>
        <h2>${words.people}</h2>
        ${probe.people.length ? html`
          <ul class="found-people">
            ${probe.people.slice(0, 6).map((one) => html`
              <li><a href=${address({gallery, page: 'person', id: one.person})}>
                ${faceImage({gallery, face: byPerson.get(one.person).face})}
                <span>
                  <span class="name">${title(one)}</span>
                  <span title=${words.cosine(one.cosine)}>${likelihood(one.probability)}</span>
                  <small class="dim">${decisionWord(one)} · ${words.hits(one.hits)}</small>
                </span>
              </a></li>`)}
          </ul>` : html`<p class="dim">${words.noPeople}</p>`}
        <header class="found-head">
          <h2>${words.found}</h2> <span class="dim">${strings.faces(hits.length)}</span>
          <label>${words.order}
            <select @change=${(event) => refine({order: event.target.value})}>
              ${Object.entries(words.orders).map(([value, text]) => html`
                <option value=${value} ?selected=${value === (query.order ?? 'probability')}>${text}</option>`)}
            </select>
          </label>
        </header>
        ${hits.length ? html`
          <virtual-grid .count=${hits.length} .cellWidth=${152} .cellHeight=${252}
              .item=${(index) => this.hit(hits[index], index)}></virtual-grid>` : html`<p class="dim">${others ? words.noLikely : words.noHits}</p>`}
        ${others ? html`
          <button class="for-all" @click=${() => refine({all: 'true'})}>${words.lessLikely(others)}</button>` : nothing}
      </div>`;
  }

  hit(hit, index) {
    if (!hit) return nothing;
    const {gallery} = this.route;
    const name = hit.person ? title(hit) : strings.unassigned;
    const place = address({gallery, page: 'photo', id: photoOf(hit.face), query: {face: hit.face}});
    return html`
      <a class="hit ${hit.decision}" data-index=${index} href=${place} title=${words.cosine(hit.cosine)}>
        ${faceImage({gallery, face: hit.face, alt: words.photoOf(name), large: true})}
        <span class="title ${hit.name ? '' : 'dim'}">${name}</span>
        ${likelihood(hit.probability)}
        <small class="dim">${hit.captureTime ? format.day(hit.captureTime) : strings.quality(hit.quality)}</small>
      </a>`;
  }
}

/** A person's decision, which never contradicts the likelihood beside it. */
function decisionWord({decision, probability}) {
  if (decision !== 'match' && probability >= LIKELY) return words.likelyDecision;
  return words.hitDecisions[decision] ?? nothing;
}

/** Whether it is used with fingers, so that nothing is dropped, pasted or typed on a keyboard. */
function isTouch() {
  return window.matchMedia('(pointer: coarse)').matches;
}

/** The filters of the address as the API wants them. */
function formOf(query) {
  const {from, before} = period(query.captured);
  return {
    k: HITS,
    people: numbers(query.with),
    minQuality: Number(query.minQuality ?? 0),
    pathPrefix: query.path ? query.path.replace(/[/\\]?$/, query.path.includes('\\') ? '\\' : '/') : undefined,
    capturedFrom: from,
    capturedBefore: before,
  };
}

/** `2019`, `2019-07` or `2019-07-14` as the time from which and the time before which. */
function period(text) {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text ?? '') ?? [];
  if (!year) return {};
  const start = (y, m, d) => new Date(Date.UTC(y, m, d)).toISOString().slice(0, 19);
  const [y, m, d] = [Number(year), month ? month - 1 : 0, day ? Number(day) : 1];
  const before = day ? start(y, m, d + 1) : month ? start(y, m + 1, 1) : start(y + 1, 0, 1);
  return {from: start(y, m, d), before};
}

function sorted(hits, order) {
  if (order !== 'date') return hits;
  return hits.toSorted((a, b) => (b.captureTime ?? '').localeCompare(a.captureTime ?? ''));
}

function readPhoto(gallery, face, signal) {
  return api.getPhoto({gallery, photo: photoOf(face)}, {signal});
}

/** A face of a given picture, as `photo-view` draws those of a photo. */
function probeFace({detection, people}, index) {
  const best = people.find((one) => one.decision === 'match');
  return {face: String(index), detection, name: best ? title(best) : words.faceNumber(index)};
}

/** The size of a given picture; browsers turn it upright, as the server does. */
async function pictureOf({url}) {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => {});
  return {photo: url, width: image.naturalWidth || 4, height: image.naturalHeight || 3, faces: []};
}

customElements.define('search-page', SearchPage);
