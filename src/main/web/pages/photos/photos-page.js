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
          .cellHeight=${window.innerWidth < 720 ? 154 : 196}
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
        <span class="picture"><img alt="" loading="lazy" decoding="async" ${styles({objectPosition: placeOf(photo)})}
            @error=${(event) => this.missing(event, photo)}
            src=${isPassing ? noChange : api.getPhotoImageUrl({gallery, photo: photo.photo, width: 320})}></span>
        <span class="caption">
          <span class="title">${names.length || faces !== 1 ? text : nothing}</span>
          <small class="dim">${photo.captureTime ? format.day(photo.captureTime) : nothing}</small>
        </span>
      </a>`;
  }

  /** A photo whose file is gone is shown by a face of it. */
  missing({target}, {faces: [face]}) {
    const stored = face && api.getFaceCropUrl({gallery: this.route.gallery, face: face.face});
    if (stored && target.src !== stored) target.src = stored;
    else target.hidden = true;
  }
}

/** Width by height of a preview, about. */
const PREVIEW = 1.6;
/** So much of a face's height is hair above it. */
const HAIR = 0.4;
/** So much of a face with its hair may be cut off at the chin. */
const CHIN = 0.12;

/** Where a preview is cut out of its photo: so that all faces with their hair are seen, or else the largest one. */
function placeOf({width, height, faces}) {
  const boxes = faces.filter((face) => !face.notAFace).map((face) => face.detection.box)
    .toSorted((a, b) => (b.bottom - b.top) - (a.bottom - a.top));
  if (!boxes.length) return 'center 30%';
  const ratio = width / height;
  const across = boxes.map(({left, right}) => [left / width, right / width]);
  const down = boxes.map(({top, bottom}) => [(top - HAIR * (bottom - top)) / height, bottom / height]);
  return `${share(across, Math.min(1, PREVIEW / ratio))} ${share(down, Math.min(1, ratio / PREVIEW))}`;
}

/** The share of what is cut off that is cut off before the part which is seen; `seen` is the size of that part. */
function share(ranges, seen) {
  if (seen >= 1) return '50%';
  const all = [Math.min(...ranges.map(([from]) => from)), Math.max(...ranges.map(([, to]) => to))];
  const [from, to] = all[1] - all[0] <= seen ? all : ranges[0];
  // A face that is too large loses a little of the chin, the rest at the hair.
  const start = to - from <= seen ? (from + to - seen) / 2 : Math.max(to - seen - (to - from) * CHIN, from);
  return `${Math.round((100 * Math.min(1 - seen, Math.max(0, start))) / (1 - seen))}%`;
}

customElements.define('photos-page', PhotosPage);
