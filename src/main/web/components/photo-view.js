import {html, nothing} from 'lit';
import * as api from '../api.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import {styles} from './styles.js';

const WIDTHS = [640, 1280, 1920];
/** Pixels between a box and its label, and between a label and the edge of the photo. */
const GAP = 5;
const EDGE = 3;

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

  connectedCallback() {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.placeLabels());
    this.observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  updated() {
    this.placeLabels();
  }

  /**
   * Puts each label below its face, above it or into it: inside the photo, and where it covers no other one. A label for
   * which there is no place is shown only while its face is looked at.
   */
  placeLabels() {
    const frame = this.querySelector('.photo-frame');
    if (!frame?.clientWidth) return;
    const {clientWidth: width, clientHeight: height} = frame;
    const boxes = [...frame.querySelectorAll('.box')].map((box) => {
      const label = box.querySelector('.label');
      return {box, label, left: box.offsetLeft, top: box.offsetTop, w: box.offsetWidth, h: box.offsetHeight,
        labelWidth: label.offsetWidth, labelHeight: label.offsetHeight};
    });
    const isQuiet = ({box}) => box.classList.contains('nameless') && !box.classList.contains('meant');
    const rank = (one) => (one.box.classList.contains('meant') ? 2 : isQuiet(one) ? 0 : 1);
    const placed = [];
    for (const one of boxes.toSorted((a, b) => rank(b) - rank(a) || b.h - a.h)) {
      const x = Math.max(EDGE, Math.min(width - one.labelWidth - EDGE, one.left + (one.w - one.labelWidth) / 2));
      const inside = one.top + one.h - one.labelHeight - GAP;
      const places = [one.top + one.h + GAP, one.top - one.labelHeight - GAP, inside]
        .filter((y) => y >= EDGE && y + one.labelHeight + EDGE <= height);
      const covers = (y) => placed.some((other) => x < other.x + other.w + EDGE && other.x < x + one.labelWidth + EDGE
        && y < other.y + other.h + 1 && other.y < y + one.labelHeight + 1);
      const free = places.find((y) => !covers(y));
      const y = free ?? places[0] ?? inside;
      // The label's place is measured from the inner edge of the box's border.
      Object.assign(one.label.style, {left: `${x - one.left - one.box.clientLeft}px`, top: `${y - one.top - one.box.clientTop}px`});
      one.box.classList.toggle('crowded', free === undefined);
      if (free !== undefined && !isQuiet(one)) placed.push({x, y, w: one.labelWidth, h: one.labelHeight});
    }
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
    const isNameless = face.notAFace || !(face.name || face.person);
    const title = face.notAFace ? strings.notAFace : face.name ?? (face.person ? strings.unnamed(face.person) : strings.unassigned);
    return html`
      <button class="box for-all ${isMeant ? 'meant' : ''} ${face.notAFace ? 'not-a-face' : ''} ${isNameless ? 'nameless' : ''}" title=${title} aria-label=${title}
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
