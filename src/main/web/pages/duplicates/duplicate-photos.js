import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {changed, edit, showError, toast} from '../../app/edits.js';
import {shownPath} from '../../app/photo-paths.js';
import {address} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {emptyList} from '../../components/empty-gallery.js';
import {emptyState, errorState} from '../../components/parts.js';
import {ask} from '../../components/question-dialog.js';
import {styles} from '../../components/styles.js';
import {strings} from '../../strings.js';
import {saveCsv} from './csv.js';
import {waiting} from './duplicate-people.js';
import {Review} from './review.js';

const words = strings.duplicatesPage;

/** Pairs of photos of which one is a copy of the other: which to keep, not copies, or not now. */
class DuplicatePhotos extends LikenessElement {
  static properties = {
    route: {attribute: false},
    error: {state: true},
    exact: {state: true},
    missing: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {error: null, exact: [], readings: 0, missing: new Set()});
    this.review = new Review(this, ({original, copy}) => `${original.photo}-${copy.photo}`);
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('server-found', () => (this.missing = new Set()));
  }

  keys() {
    return {s: [() => this.skip(), words.keys.skip]};
  }

  editKeys() {
    return {
      1: [() => this.keep('original'), words.keys.keepFirst],
      2: [() => this.keep('copy'), words.keys.keepSecond],
      d: [() => this.notCopies(), words.keys.notCopies],
    };
  }

  willUpdate(changes) {
    if (changes.has('route') && changes.get('route')?.gallery !== this.route.gallery) {
      this.review.clear();
      this.exact = [];
      this.load();
    }
  }

  async load() {
    const reading = ++this.readings;
    try {
      const {copies} = await api.listDuplicatePhotos({gallery: this.route.gallery});
      if (reading !== this.readings) return;
      this.error = null;
      // A photo that has several files of one picture is no question: the gallery has it once.
      this.exact = copies.filter(({kind}) => kind === 'same-picture');
      this.review.fill(copies.filter(({kind}) => kind !== 'same-picture'));
    } catch (error) {
      if (reading === this.readings) this.error = error;
    }
  }

  render() {
    return html`
      <div class="duplicate-tools">
        <button class="for-all" ?disabled=${!this.all.length} @click=${this.save}>${words.csv}</button>
      </div>
      ${this.content()}
      ${this.equalFiles()}`;
  }

  /** Everything that was found. */
  get all() {
    return [...this.exact, ...(this.review.items ?? [])];
  }

  equalFiles() {
    if (this.error || !this.exact.length) return nothing;
    return html`
      <details class="equal-files" ?open=${!this.review.items?.length}>
        <summary>${words.exact(this.exact.length)}</summary>
        <p class="dim">${words.samePicture}</p>
        <ul>${this.exact.map(({original, copy}) => html`
          <li>
            <a href=${address({page: 'photo', id: original.photo})}>${titleOf(original)}</a>
            ${copy.paths.map((path) => html`<small class="dim" title=${path}>${shownPath(path)}</small>`)}
          </li>`)}</ul>
      </details>`;
  }

  content() {
    const {review, error} = this;
    if (error) return errorState(error, () => { this.error = null; this.load(); });
    if (review.items === null) return waiting(words.comparingPhotos, words.comparingPhotosMore);
    if (review.current) return this.question(review.current);
    if (review.waiting) {
      return emptyState(words.skipped(review.waiting), words.skippedMore, html`
        <button class="primary for-all" @click=${() => review.again()}>${words.again}</button>`);
    }
    return emptyList(this.route.gallery, emptyState(review.answered.size ? words.done : words.noCopies, words.noCopiesMore));
  }

  question(pair) {
    const {at, of} = this.review.position;
    return html`
      <section class="duplicate of-photos" aria-label=${words.kinds[pair.kind]}>
        <p class="duplicate-head">
          <strong aria-live="polite">${words.position(at, of)}</strong>
          <span>${words.kinds[pair.kind]}</span>
        </p>
        <div class="sides">${this.side(pair.original, pair.copy)}${this.side(pair.copy, pair.original)}</div>
        <div class="answers" role="toolbar" aria-label=${words.answers}>
          <button @click=${() => this.keep('original')}>${words.keepFirst} <kbd>1</kbd></button>
          <button @click=${() => this.keep('copy')}>${words.keepSecond} <kbd>2</kbd></button>
          <button @click=${this.notCopies}>${words.notCopies} <kbd>d</kbd></button>
          <button class="quiet for-all" @click=${this.skip}>${words.skip} <kbd>s</kbd></button>
        </div>
      </section>`;
  }

  /** One photo; what it has more of than the other is said louder. */
  side(photo, other = photo) {
    const {gallery} = this.route;
    const more = (mine, others) => (mine > others ? 'more' : '');
    return html`
      <figure class="side">
        <a class="copy-picture" href=${address({page: 'photo', id: photo.photo})}
            ${styles({aspectRatio: `${photo.width} / ${photo.height}`})}>
          ${this.missing.has(photo.photo) ? html`<span class="dim">${words.noFile}</span>` : html`
            <img alt=${titleOf(photo)} decoding="async" src=${api.getPhotoImageUrl({gallery, photo: photo.photo, width: 640})}
                @error=${() => (this.missing = new Set(this.missing).add(photo.photo))}>`}
        </a>
        <figcaption>
          <span><span class=${more(photo.width * photo.height, other.width * other.height)}>${words.size(photo.width, photo.height)}</span> ·
            <span class=${more(photo.bytes, other.bytes)}>${words.bytes(photo.bytes)}</span> · ${photo.format.toUpperCase()}</span>
          ${photo.paths.length ? photo.paths.map((path) => html`<small class="dim path" title=${path}>${shownPath(path)}</small>`) : nothing}
        </figcaption>
      </figure>`;
  }

  /** Removes the other photo from the gallery, after a question: this cannot be undone. The files stay. */
  async keep(which) {
    const pair = this.review.current;
    if (!pair) return;
    const {gallery} = this.route;
    const [kept, gone] = which === 'original' ? [pair.original, pair.copy] : [pair.copy, pair.original];
    const answer = await ask({
      title: words.removeTitle,
      text: words.removeText(titleOf(gone), titleOf(kept)),
      answers: [{value: 'remove', text: words.remove, danger: true}],
    });
    if (answer !== 'remove') return;
    try {
      await api.acceptDuplicatePhotos({gallery}, {photos: [gone.photo]});
      this.review.answer(pair);
      toast(words.removed(titleOf(gone)));
      changed();
    } catch (error) {
      showError(error);
    }
  }

  async notCopies() {
    const pair = this.review.current;
    if (!pair) return;
    const {gallery} = this.route;
    this.review.answer(pair);
    const done = await edit(gallery, words.markedNotCopies, () =>
      api.rejectDuplicatePhotos({gallery}, {photos: [pair.original.photo, pair.copy.photo]}));
    if (done === null) this.review.reopen(pair);
  }

  skip() {
    if (this.review.current) this.review.skip(this.review.current);
  }

  save() {
    const columns = ({photo, paths, width, height, bytes, format: type}) => [photo, paths.join('; '), width, height, bytes, type];
    saveCsv(`${this.route.gallery}-photo-copies.csv`, words.photoColumns, this.all.map((pair) => [
      pair.kind, pair.correlation, ...columns(pair.original), ...columns(pair.copy)]));
  }
}

/** What a photo is called: its file, or its number. */
function titleOf({paths, photo}) {
  return paths.length ? shownPath(paths[0]) : photo;
}

customElements.define('duplicate-photos', DuplicatePhotos);
