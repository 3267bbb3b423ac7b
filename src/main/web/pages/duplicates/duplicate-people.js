import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {edit} from '../../app/edits.js';
import {askWhoStays} from '../../app/merging.js';
import {peopleByNumber, title} from '../../app/people-names.js';
import {address, refine} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {emptyList} from '../../components/empty-gallery.js';
import {emptyState, errorState, likelihood, qualityWord} from '../../components/parts.js';
import {strings} from '../../strings.js';
import {saveCsv} from './csv.js';
import {Review} from './review.js';

const LIMIT = 1000;
const words = strings.duplicatesPage;

/** Pairs of people who may be one person: the same, different, or not now. */
class DuplicatePeople extends LikenessElement {
  static properties = {
    route: {attribute: false},
    result: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {result: null, error: null, readings: 0, photos: new Map()});
    this.review = new Review(this, ({first, second}) => `${first.person}-${second.person}`);
    this.whileShown('gallery-changed', () => this.load());
  }

  keys() {
    return {s: [() => this.skip(), words.keys.skip]};
  }

  editKeys() {
    return {
      y: [() => this.same(), words.keys.same],
      d: [() => this.different(), words.keys.different],
    };
  }

  willUpdate(changes) {
    const before = changes.get('route');
    const isOther = changes.has('route') && (before?.gallery !== this.route.gallery
      || ['min', 'person'].some((name) => before.query[name] !== this.route.query[name]));
    if (isOther) {
      this.result = null;
      this.review.clear();
      this.load();
    }
  }

  /** The pictures of the next question are read while this one is looked at. */
  updated() {
    const [current, following] = this.review.open;
    const next = following?.bestFaces[0];
    for (const face of next ? [next.first, next.second] : []) new Image().src = this.pictureUrl(face, 512);
    this.readPhotos([current, following].filter(Boolean));
  }

  /** Reads of how many photos these people are, which the list of duplicates does not tell. */
  async readPhotos(pairs) {
    const unread = pairs.flatMap(({first, second}) => [first.person, second.person]).filter((one) => !this.photos.has(one));
    if (!unread.length) return;
    const {photos} = this;
    unread.forEach((person) => photos.set(person, null));
    const people = await peopleByNumber(this.route.gallery, unread).catch(() => []);
    people.forEach((one) => photos.set(one.person, one.photos));
    this.requestUpdate();
  }

  get minimum() {
    const {min} = this.route.query;
    return words.minimums.some(([value]) => value === min) ? min : words.minimums[0][0];
  }

  /** The number of the person whose duplicates are wanted, as the page of a person links here; null for everybody's. */
  get wanted() {
    return Number(this.route.query.person) || null;
  }

  /** Reads the list again; an older reading that comes later is not shown. */
  async load() {
    const {gallery} = this.route;
    const reading = ++this.readings;
    try {
      const result = await api.listDuplicatePeople({gallery, minProbability: this.minimum, limit: LIMIT});
      if (reading !== this.readings) return;
      const {wanted} = this;
      const [subject] = wanted === null ? [] : await peopleByNumber(gallery, [wanted]);
      if (reading !== this.readings) return;
      Object.assign(this, {result, error: null, photos: new Map(), subject});
      this.review.fill(result.groups.flatMap(pairs).filter(({first, second}) =>
        wanted === null || first.person === wanted || second.person === wanted)
        .sort((one, other) => other.logLikelihoodRatio - one.logLikelihoodRatio));
    } catch (error) {
      if (reading === this.readings) this.error = error;
    }
  }

  render() {
    return html`${this.tools()}${this.content()}`;
  }

  tools() {
    return html`
      <div class="duplicate-tools">
        <label>${words.minimum}
          <select @change=${(event) => refine({min: event.target.value})}>
            ${words.minimums.map(([value, text]) => html`
              <option value=${value} ?selected=${value === this.minimum}>${text}</option>`)}
          </select>
        </label>
        ${this.wanted === null ? nothing : html`
          <span>${words.onlyOf(title(this.subject ?? {person: this.wanted, name: null}))}</span>
          <a href=${address({page: 'duplicates', query: {...this.route.query, person: ''}})}>${words.ofEverybody}</a>`}
        <button class="for-all" ?disabled=${!this.result?.groups.length} @click=${this.save}>${words.csv}</button>
      </div>`;
  }

  content() {
    const {review, result, error} = this;
    if (error) return errorState(error, () => { this.error = null; this.load(); });
    if (result === null) return waiting(words.comparing, words.comparingMore);
    const pair = review.current;
    if (pair) return this.question(pair);
    if (review.waiting) {
      return emptyState(words.skipped(review.waiting), words.skippedMore, html`
        <button class="primary for-all" @click=${() => review.again()}>${words.again}</button>`);
    }
    const text = result.lowQuality.length ? words.poor(result.lowQuality.length) : words.noPairsMore;
    return emptyList(this.route.gallery, emptyState(review.answered.size ? words.done : words.noPairs, text, html`
      <a class="button" href=${address({page: 'people'})}>${strings.pages.people}</a>`));
  }

  question(pair) {
    const {at, of} = this.review.position;
    const [best, ...others] = pair.bestFaces;
    const contrary = pair.contraryEvidence;
    return html`
      <section class="duplicate" aria-label=${words.question(title(pair.first), title(pair.second))}>
        <p class="duplicate-head">
          <strong aria-live="polite">${words.position(at, of)}</strong>
          ${likelihood(pair.probability)}
        </p>
        <div class="sides">
          ${this.side(pair.first, best?.first, best?.firstQuality)}
          ${this.side(pair.second, best?.second, best?.secondQuality)}
        </div>
        ${others.length ? html`
          <h3 class="hidden-text">${words.moreFaces}</h3>
          <ul class="more-pairs">${others.map((faces) => html`
            <li>${this.picture(faces.first, pair.first, 128)}${this.picture(faces.second, pair.second, 128)}</li>`)}
          </ul>` : nothing}
        ${contrary.length
          ? html`<h3>${words.against}</h3><ul class="against">${contrary.map((one) => html`<li>${sentence(one)}</li>`)}</ul>`
          : html`<p class="dim">${words.notTogether}</p>`}
        <div class="answers" role="toolbar" aria-label=${words.answers}>
          <button class="primary" @click=${this.same}>${words.same} <kbd>y</kbd></button>
          <button @click=${this.different}>${words.different} <kbd>d</kbd></button>
          <button class="quiet for-all" @click=${this.skip}>${words.skip} <kbd>s</kbd></button>
        </div>
        <p class="dim small edit-only">${words.effect(pair.moves, title(into(pair)))}</p>
      </section>`;
  }

  side(person, face, quality) {
    return html`
      <figure class="side">
        ${face ? this.picture(face, person, 512) : nothing}
        <figcaption>
          <a class="title" href=${address({page: 'person', id: person.person})}>${title(person)}</a>
          <small class="dim">${strings.faces(person.faces)} · ${strings.photos(this.photos.get(person.person) ?? person.faces)}</small>
          ${quality === undefined ? nothing : html`<small class="dim">${words.thisFace} ${qualityWord(quality)}</small>`}
        </figcaption>
      </figure>`;
  }

  picture(face, person, size) {
    return html`<img class="face" alt=${words.faceOf(title(person))} decoding="async"
        src=${this.pictureUrl(face, size)}>`;
  }

  pictureUrl(face, size) {
    return api.getFaceCropUrl({gallery: this.route.gallery, face, size, context: 2});
  }

  /** Which name stays is asked if both have one. */
  async same() {
    const pair = this.review.current;
    if (!pair) return;
    const {bestFaces: [best]} = pair;
    const people = [{...pair.first, cover: best?.first}, {...pair.second, cover: best?.second}];
    const haveTwoNames = pair.first.name !== null && pair.second.name !== null && pair.first.name !== pair.second.name;
    const kept = haveTwoNames ? await askWhoStays(this.route.gallery, people) : into(pair);
    if (!kept) return;
    await this.answer(pair, strings.merged(2, title(kept)), () => api.acceptDuplicatePeople(
      {gallery: this.route.gallery}, {people: [pair.first.person, pair.second.person], into: kept.person}));
  }

  different() {
    const pair = this.review.current;
    if (!pair) return false;
    return this.answer(pair, words.markedDifferent(title(pair.first), title(pair.second)), () =>
      api.rejectDuplicatePeople({gallery: this.route.gallery}, {people: [pair.first.person, pair.second.person]}));
  }

  skip() {
    const pair = this.review.current;
    if (!pair) return false;
    this.review.skip(pair);
    return true;
  }

  /** Shows the next question at once; a refused answer brings this one back. */
  async answer(pair, text, action) {
    this.review.answer(pair);
    if ((await edit(this.route.gallery, text, action)) === null) this.review.reopen(pair);
  }

  save() {
    saveCsv(`${this.route.gallery}-duplicate-people.csv`, words.peopleColumns, this.review.items.map((pair) => [
      pair.first.person, pair.first.name, pair.first.faces, pair.second.person, pair.second.name, pair.second.faces,
      pair.probability, strings.likely(pair.probability), pair.cosine, pair.contraryEvidence.join('; '),
      pair.bestFaces[0]?.firstPath, pair.bestFaces[0]?.secondPath,
    ]));
  }
}

/** The pairs of a group, with both people. */
function pairs({people, pairs: found}) {
  const known = new Map(people.map((one) => [one.person, one]));
  return found.map((pair) => {
    const [first, second] = [known.get(pair.first), known.get(pair.second)];
    return {...pair, first, second, moves: Math.min(first.faces, second.faces)};
  });
}

/** Who stays after a merge: who has a name, else who has more faces. */
function into({first, second}) {
  if ((first.name === null) !== (second.name === null)) return first.name === null ? second : first;
  return second.faces > first.faces ? second : first;
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What is shown while people or photos are compared, which may take seconds. */
export function waiting(heading, text) {
  return html`
    <div class="duplicate is-waiting loading" role="status">
      <h2>${heading}</h2>
      <p class="dim">${text}</p>
      <div class="sides" aria-hidden="true"><span class="side"><span class="face"></span></span><span class="side"><span class="face"></span></span></div>
    </div>`;
}

customElements.define('duplicate-people', DuplicatePeople);
