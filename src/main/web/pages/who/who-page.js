// Who is this? One question at a time, the most useful first. Each answer is a click or a key.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {toast, undoEdit} from '../../app/edits.js';
import {photoOf} from '../../app/face-ids.js';
import {title} from '../../app/people-names.js';
import {address} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import '../../components/name-field.js';
import {emptyState, errorState, faceImage, likelihood, loadingState, qualityWord} from '../../components/parts.js';
import '../../components/photo-view.js';
import {styles} from '../../components/styles.js';
import {format, strings} from '../../strings.js';
import * as answers from './answers.js';
import {Photos} from './photos.js';
import {Sitting} from './sitting.js';

const AHEAD = 3;
/** A question is searched for so far down the list: the API gives no more. */
const SEARCHED = 100;
const CANDIDATES = 5;
const words = strings.whoPage;

class WhoPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    review: {state: true},
    question: {state: true},
    photo: {state: true},
    excluded: {state: true},
    naming: {state: true},
    busy: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {review: null, question: null, photo: null, excluded: new Set(), naming: false, busy: false, error: null});
    this.whileShown('gallery-changed', ({detail}) => {
      this.sitting.noteUndone(detail.undone ?? []);
      this.sitting.noteRedone(detail.redone ?? []);
      this.load({isElsewhere: detail.live});
    });
  }

  editKeys() {
    const numbers = Array.from({length: CANDIDATES}, (_, i) => [`${i + 1}`, [() => this.choose(i), i ? '' : words.keys.candidate]]);
    return {
      ...Object.fromEntries(numbers),
      n: [() => this.startNaming(), words.keys.name],
      r: [() => this.answer(answers.reject), words.keys.reject],
      s: [() => this.skip(), words.keys.skip],
      x: [() => this.answer(answers.notAFace), words.keys.notAFace],
      h: [() => this.answer(answers.hide), words.keys.hide],
      b: [() => this.back(), words.keys.back],
      Backspace: [() => this.back(), ''],
    };
  }

  willUpdate(changes) {
    if (!changes.has('route') || changes.get('route')?.gallery === this.route.gallery) return;
    this.sitting = new Sitting(this.route.gallery);
    this.photos = new Photos(this.route.gallery);
    Object.assign(this, {review: null, question: null});
    this.load();
  }

  /**
   * Reads the next questions. The one that is shown stays if it is still open.
   *
   * @param {boolean} isElsewhere whether something was changed elsewhere: then it is said if the question is gone
   */
  async load({isElsewhere = false} = {}) {
    const {sitting} = this;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const review = await api.listQuestions({gallery: this.route.gallery, limit: AHEAD, skip: sitting.skipped});
      if (turn !== this.turn) return;
      const wanted = sitting.wanted ?? this.question?.id;
      // While somebody types a name, its question stays, whatever others did meanwhile: letters are keys elsewhere.
      let open = review.next.find(({id}) => id === wanted);
      if (isElsewhere && wanted && !open) open = await this.findFurther(wanted);
      if (turn !== this.turn) return;
      if (isElsewhere && wanted && !open && !this.naming && !this.busy) toast(words.settledElsewhere);
      const question = open ?? (this.naming ? this.question : review.next[0] ?? null);
      sitting.wanted = null;
      Object.assign(this, {review, error: null, busy: false});
      this.show(question);
      review.next.forEach((one) => this.photos.preload(one));
    } catch (error) {
      if (turn === this.turn) Object.assign(this, {error, busy: false});
    }
  }

  /** A question that is not among the first any more; undefined if it is settled. */
  async findFurther(id) {
    const {next} = await api.listQuestions({gallery: this.route.gallery, limit: SEARCHED, skip: this.sitting.skipped});
    return next.find((one) => one.id === id);
  }

  show(question) {
    if (question?.id !== this.question?.id) {
      Object.assign(this, {photo: null, excluded: new Set(), naming: false});
    }
    this.question = question;
    if (!question) return;
    this.photos.get(question).then((photo) => {
      if (this.question?.id === question.id) this.photo = photo;
    }, () => {});
  }

  /** The faces that an answer is about. */
  faces() {
    const {face, faces, also} = this.question;
    return [face, ...faces, ...also.map(({cover}) => cover)].filter((face) => !this.excluded.has(face));
  }

  /** Answers with an edit, and shows the next question at once; its candidates come when the edit is done. */
  async answer(action, ...details) {
    const {question, review, busy} = this;
    const edit = busy || !question ? null : action(this.route.gallery, question, this.faces(), ...details);
    if (!edit) return false;
    this.busy = true;
    const next = review.next[review.next.indexOf(question) + 1];
    // The field stays with its text until the name is given.
    if (next && !this.naming) this.show(next);
    const done = await edit();
    if (done) {
      this.naming = false;
      this.sitting.answered(question, done.event ?? null);
    } else {
      this.busy = false;
      this.show(question);
    }
    return true;
  }

  choose(index) {
    const candidate = this.question?.candidates[index];
    return candidate ? this.answer(answers.is, candidate) : false;
  }

  skip() {
    if (!this.question || this.busy) return;
    this.sitting.skip(this.question);
    const next = this.review.next[this.review.next.indexOf(this.question) + 1];
    this.busy = true;
    if (next) this.show(next);
    this.load();
  }

  /** Returns to the question before; its answer is undone. */
  async back() {
    const {sitting, busy} = this;
    if (busy || !sitting.canGoBack) return;
    this.busy = true;
    if (sitting.editToUndo) {
      if (!await undoEdit(this.route.gallery, sitting.editToUndo)) this.busy = false;
    } else {
      sitting.takeBack();
      this.load();
    }
  }

  async startNaming() {
    if (!this.question || this.question.kind === 'pair') return;
    this.naming = true;
    await this.updateComplete;
    this.querySelector('.who-answers name-field')?.focus();
  }

  name({name, person}) {
    if (name) this.answer(answers.named, name, person);
  }

  cancelNaming() {
    this.naming = false;
    this.load();
  }

  toggle(face) {
    const excluded = new Set(this.excluded);
    if (!excluded.delete(face) && this.faces().length > 1) excluded.add(face);
    this.excluded = excluded;
  }

  render() {
    const {review} = this;
    return html`
      <header class="page-head">
        <h1>${strings.pages.who}</h1>
        <span class="count">${review ? words.progress(review.progress) : nothing}</span>
        <button class="quiet" ?disabled=${!this.sitting?.canGoBack} @click=${this.back}>${words.back} <kbd>b</kbd></button>
      </header>
      ${review?.progress.faces ? html`
        <div class="who-progress" role="progressbar" aria-label=${words.share(review.progress.share)} aria-valuemin="0"
            aria-valuemax="100" aria-valuenow=${Math.round(100 * review.progress.share)}>
          <span ${styles({'--share': review.progress.share})}></span></div>` : nothing}
      ${this.content()}`;
  }

  content() {
    if (this.error) return errorState(this.error, () => this.load());
    if (!this.review) return loadingState();
    return this.question ? this.ask() : this.finished();
  }

  finished() {
    const link = (page) => html`<a class="button" href=${address({page})}>${strings.pages[page]}</a>`;
    if (!this.review.progress.faces) return emptyState(words.noFaces, words.noFacesMore, link('start'));
    if (!this.sitting.skipped.length) return emptyState(words.done, words.doneMore, link('people'));
    const again = html`<button class="primary" @click=${() => { this.sitting.forget(); this.load(); }}>${words.again}</button>`;
    return emptyState(words.allSkipped, words.allSkippedMore(this.sitting.skipped.length), again);
  }

  ask() {
    const {question, photo, route: {gallery}} = this;
    return html`
      <div class="who">
        <div class="who-photo">
          ${photo
            ? html`<photo-view .gallery=${gallery} .photo=${photo} .highlight=${question.face}></photo-view>`
            : html`<div class="who-photo-space"></div>`}
          <a class="small" href=${address({page: 'photo', id: photoOf(question.face), query: {face: question.face}})}>${words.openPhoto}</a>
        </div>
        <section class="who-question" aria-label=${words.question}>
          <div class="who-subject">
            <img class="face" alt=${words.shown} decoding="async" src=${this.photos.crop(question.face)}>
            <div>
              <h2 aria-live="polite">${words.ask[question.kind](question)}</h2>
              <p class="dim">${words.why[question.kind](question)}</p>
              <small class="dim">${words.thisFace} ${qualityWord(question.quality)}</small>
            </div>
          </div>
          ${this.moreFaces()}
          ${this.also()}
          ${this.candidates()}
          ${this.answers()}
        </section>
      </div>`;
  }

  moreFaces() {
    const {question, route: {gallery}} = this;
    if (!question.faces.length) return nothing;
    if (question.kind !== 'likely') {
      return html`<div class="who-faces">${question.faces.map((face) => faceImage({gallery, face, alt: ''}))}</div>`;
    }
    return html`
      <div class="who-faces">
        ${[question.face, ...question.faces].map((face, index) => html`
          <button class="who-face ${this.excluded.has(face) ? 'excluded' : ''}" aria-pressed=${!this.excluded.has(face)}
              aria-label=${words.include(index + 1)} title=${words.includeMore()} @click=${() => this.toggle(face)}>
            ${faceImage({gallery, face})}
          </button>`)}
      </div>
      <p class="small dim">${words.includeMore()}</p>`;
  }

  /** People without a name who are very probably the same; a click leaves one out. */
  also() {
    const {question: {also}, route: {gallery}} = this;
    if (!also.length) return nothing;
    return html`
      <div class="who-also">
        <p class="small">${words.also(also)}</p>
        <div class="who-faces">
          ${also.map((one) => html`
            <button class="who-face ${this.excluded.has(one.cover) ? 'excluded' : ''}" aria-pressed=${!this.excluded.has(one.cover)}
                aria-label=${words.includeAlso(one)} title=${words.includeMore()} @click=${() => this.toggle(one.cover)}>
              ${faceImage({gallery, face: one.cover})}
            </button>`)}
        </div>
      </div>`;
  }

  candidates() {
    const {question, busy, route: {gallery}} = this;
    return html`
      <ol class="who-candidates ${busy ? 'busy' : ''}" aria-label=${words.candidates}
          title=${question.kind === 'group' && question.candidates.length ? words.measure : nothing}>
        ${busy ? nothing : question.candidates.map((one, index) => html`
          <li><button @click=${() => this.choose(index)}>
            <kbd>${index + 1}</kbd>
            ${faceImage({gallery, face: one.cover})}
            <span class="who-name"><strong>${title(one)}</strong>
              <small class="dim">${strings.faces(one.faces)} · ${qualityWord(one.quality)}</small></span>
            ${likelihood(one.probability)}
          </button></li>`)}
        ${!busy && !question.candidates.length ? html`<li class="dim small">${words.nobodySimilar}</li>` : nothing}
      </ol>`;
  }

  answers() {
    const {question, busy} = this;
    const button = (key, text, action, kind = '') => html`
      <button class=${kind} ?disabled=${busy} @click=${action}><kbd>${key}</kbd> ${text}</button>`;
    const {kind} = question;
    return html`
      <div class="who-answers">
        ${this.naming ? html`
          <name-field class="opened" .gallery=${this.route.gallery} .label=${words.name} @name-chosen=${(event) => this.name(event.detail)}
              @name-cancelled=${this.cancelNaming}></name-field>`
          : kind === 'pair' ? nothing : button('n', words.newName, () => this.startNaming(), 'primary')}
        ${answers.canReject(question) ? button('r', words.reject[kind](question), () => this.answer(answers.reject)) : nothing}
        ${button('s', words.skip, () => this.skip())}
        ${kind === 'pair' ? nothing : button('x', strings.notAFace, () => this.answer(answers.notAFace))}
        ${kind === 'group' ? button('h', words.hide, () => this.answer(answers.hide)) : nothing}
      </div>`;
  }
}

customElements.define('who-page', WhoPage);
