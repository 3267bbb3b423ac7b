import {html, nothing} from 'lit';
import * as api from '../api.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import {styles} from './styles.js';

const WIDTHS = [640, 1280, 1920];

/**
 * A photo with a box around each face.
 *
 * Properties: `gallery`; `photo`, as `getPhoto` returns it; `highlight`, the id of the face that is meant; `boxes`,
 * whether all boxes are shown; `source`, the address of a picture that is no photo of the gallery. Events: `face-chosen`
 * with `{face}`, and `photo-missing` if there is no picture to show.
 */
class PhotoView extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    photo: {attribute: false},
    highlight: {attribute: false},
    boxes: {type: Boolean},
    source: {attribute: false},
    missing: {state: true},
  };

  constructor() {
    super();
    this.whileShown('server-found', () => (this.missing = false));
  }

  willUpdate(changes) {
    if (changes.get('photo')?.photo !== this.photo?.photo || changes.has('source')) this.missing = false;
  }

  render() {
    const {gallery, photo} = this;
    if (!photo) return nothing;
    const source = (width) => api.getPhotoImageUrl({gallery, photo: photo.photo, width});
    return html`
      <div class="photo-frame" ${styles({aspectRatio: `${photo.width} / ${photo.height}`, '--ratio': photo.width / photo.height})}>
        ${this.missing ? html`<p class="missing dim">${strings.photoMissing}</p>` : this.source ? html`
          <img alt=${strings.photoAlt(photo.faces.length)} src=${this.source} @error=${this.miss}>` : html`
          <img alt=${strings.photoAlt(photo.faces.length)} decoding="async" src=${source(1280)}
              srcset=${WIDTHS.map((width) => `${source(width)} ${width}w`).join(', ')} sizes="(max-width: 719px) 100vw, 60vw"
              @error=${this.miss}>`}
        ${photo.faces.map((face) => this.box(face))}
      </div>`;
  }

  miss() {
    this.missing = true;
    this.dispatchEvent(new CustomEvent('photo-missing', {bubbles: true}));
  }

  box(face) {
    const {photo, highlight} = this;
    const {left, top, right, bottom} = face.detection.box;
    const isMeant = face.face === highlight;
    if (!isMeant && !this.boxes) return nothing;
    const percent = (value, whole) => `${(100 * value) / whole}%`;
    const title = face.notAFace ? strings.notAFace : face.name ?? (face.person ? strings.unnamed(face.person) : strings.unassigned);
    return html`
      <button class="box for-all ${isMeant ? 'meant' : ''} ${face.notAFace ? 'not-a-face' : ''}" title=${title} aria-label=${title}
          ${styles({
            left: percent(left, photo.width), top: percent(top, photo.height),
            width: percent(right - left, photo.width), height: percent(bottom - top, photo.height),
          })}
          @click=${() => this.dispatchEvent(new CustomEvent('face-chosen', {detail: {face: face.face}, bubbles: true}))}>
        <span class="label">${title}</span>
      </button>`;
  }
}

customElements.define('photo-view', PhotoView);
