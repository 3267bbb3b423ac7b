// Photos: all photos, or those with some people, from a time, in a folder, or with faces without a name.

import {html, noChange, nothing} from 'lit';
import * as api from '../../api.js';
import {moveKeys} from '../../app/grid-keys.js';
import {filtersOf, photoList} from '../../app/photo-list.js';
import {address, refine, remember, remembered} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {emptyState, errorState, loadingWall} from '../../components/parts.js';
import '../../components/photo-filters.js';
import {styles} from '../../components/styles.js';
import '../../components/virtual-grid.js';
import {format, strings} from '../../strings.js';

const words = strings.photosPage;

class PhotosPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    list: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {list: null, error: null});
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('scrollend', () => remember({photos: window.scrollY, photosSeen: this.seen}));
  }

  keys() {
    return moveKeys(this);
  }

  willUpdate(changes) {
    if (changes.has('route')) this.load();
  }

  /** Reads the photos in view; when the page is shown first, those that were in view before. */
  async load() {
    const {gallery, query} = this.route;
    const list = photoList(gallery, query);
    if (list === this.list) return;
    const isFirst = this.list === null;
    try {
      await list.need(...((isFirst ? remembered().photosSeen : this.seen) ?? [0, 1]));
      Object.assign(this, {list, error: null});
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().photos ?? 0);
    } catch (error) {
      this.error = error;
    }
  }

  /** Reads the photos that come into view. */
  async need(from, to) {
    this.seen = [from, to];
    const {list} = this;
    if (list.has(from, to)) return;
    try {
      await list.need(from, to);
      if (list === this.list) this.requestUpdate();
    } catch (error) {
      this.error = error;
    }
  }

  render() {
    const {list, route: {gallery, query}} = this;
    return html`
      <header class="page-head">
        <h1>${strings.pages.photos}</h1>
        <span class="count" role="status">${list ? strings.photos(list.count) : nothing}</span>
        <label>${words.order}
          <select @change=${(event) => refine({order: event.target.value})}>
            ${Object.entries(words.orders).map(([value, text]) => html`
              <option value=${value} ?selected=${value === (query.order ?? 'newest')}>${text}</option>`)}
          </select>
        </label>
      </header>
      <photo-filters .gallery=${gallery} .query=${query}></photo-filters>
      ${this.grid()}`;
  }

  grid() {
    if (this.error) return errorState(this.error, () => this.load());
    const {list} = this;
    if (!list) return loadingWall();
    if (!list.count) {
      const {order, ...filters} = filtersOf(this.route.query);
      if (Object.keys(filters).length) return emptyState(words.noneFound, words.noneFoundMore);
      return emptyState(words.empty, words.emptyMore,
        html`<a class="button edit-only" href=${address({page: 'start'})}>${strings.pages.start}</a>`);
    }
    return html`
      <virtual-grid .count=${list.count} .cellWidth=${window.innerWidth < 720 ? 164 : 208}
          .cellHeight=${window.innerWidth < 720 ? 172 : 208}
          .item=${(index, isPassing) => this.photo(index, isPassing)} .need=${(from, to) => this.need(from, to)}></virtual-grid>`;
  }

  photo(index, isPassing) {
    const photo = this.list.items[index];
    if (!photo) return html`<span class="photo-cell"><span class="picture"></span></span>`;
    const {gallery, query} = this.route;
    const names = photo.faces.filter((face) => face.name && !face.notAFace).map((face) => face.name);
    const faces = photo.faces.filter((face) => !face.notAFace).length;
    const text = names.length ? names.join(', ') : faces ? strings.faces(faces) : words.nobody;
    const place = {gallery, page: 'photo', id: photo.photo, query: {...filtersOf(query), order: query.order ?? 'newest'}};
    return html`
      <a class="photo-cell" data-index=${index} href=${address(place)} aria-label=${words.photo(text, photo.captureTime)}>
        <span class="picture"><img alt="" loading="lazy" decoding="async" ${styles({objectPosition: middleOf(photo)})} @error=${(event) => this.missing(event, photo)}
            src=${isPassing ? noChange : api.getPhotoImageUrl({gallery, photo: photo.photo, width: 320})}></span>
        <span class="title">${text}</span>
        <small class="dim">${photo.captureTime ? format.day(photo.captureTime) : words.noDay}</small>
      </a>`;
  }

  /** A photo whose file is gone is shown by a face of it. */
  missing({target}, {faces: [face]}) {
    const stored = face && api.getFaceCropUrl({gallery: this.route.gallery, face: face.face});
    if (stored && target.src !== stored) target.src = stored;
    else target.hidden = true;
  }
}

/** The middle of the largest face, around which a preview is cut. */
function middleOf({width, height, faces}) {
  const boxes = faces.filter((face) => !face.notAFace).map((face) => face.detection.box);
  if (!boxes.length) return '50% 30%';
  const size = ({left, right}) => right - left;
  const {left, top, right, bottom} = boxes.reduce((one, other) => (size(other) > size(one) ? other : one));
  const percent = (middle, whole) => `${Math.round(Math.min(1, Math.max(0, middle / whole)) * 100)}%`;
  return `${percent((left + right) / 2, width)} ${percent((top + bottom) / 2, height)}`;
}

customElements.define('photos-page', PhotosPage);
