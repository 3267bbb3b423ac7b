import {html, nothing} from 'lit';
import * as api from '../api.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import {styles} from './styles.js';

/** The width of the picture that is there without the file. */
const SMALL = 320;
const WIDTHS = [640, 1280, 1920, 2560];
/** How far a step of the zoom goes, and the least that can be reached, as multiples of the size at first. */
const ZOOM_STEP = 1.5;
const MIN_LARGEST = 4;
/** How far a key moves an enlarged photo, as a share of what is seen of it. */
const PAN_STEP = 0.25;
/** Pixels between which a press is a click and no drag. */
const DRAG_FROM = 4;
/** Pixels between a box and its label, and between a label and the edge of the photo. */
const GAP = 5;
const EDGE = 3;

/**
 * A photo with a box around each face.
 *
 * Properties: `gallery`; `photo`, as `getPhoto` returns it; `highlight`, the id of the face that is meant; `boxes`,
 * whether all boxes are shown; `zoomable`, whether it can be enlarged: with the buttons, a double click, two fingers, or
 * the wheel and Ctrl; `source`, the address of a picture that is no photo of the gallery. Events: `face-chosen` with
 * `{face}`, and `photo-missing` with `{isSmall}` if the file is gone; a small picture may then stand in.
 */
class PhotoView extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    photo: {attribute: false},
    highlight: {attribute: false},
    boxes: {type: Boolean},
    zoomable: {type: Boolean},
    source: {attribute: false},
    isSmall: {state: true},
    missing: {state: true},
    scale: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {scale: 1, fingers: new Map()});
    this.whileShown('server-found', () => Object.assign(this, {isSmall: false, missing: false}));
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

  updated(changes) {
    this.placeLabels();
    if (changes.has('highlight') && this.isEnlarged) this.querySelector('.box.meant')?.scrollIntoView({block: 'center', inline: 'center'});
  }

  get isEnlarged() {
    return this.scale > 1;
  }

  /** The largest scale: each pixel of the photo twice as large, and a panorama as high as the window for it. */
  largestScale() {
    const {clientWidth, clientHeight} = this.frameAtFirst();
    const {width} = this.photo;
    return Math.max(MIN_LARGEST, (2 * width) / (clientWidth * window.devicePixelRatio), (0.72 * window.innerHeight) / clientHeight);
  }

  /** The size of the photo when it is not enlarged. */
  frameAtFirst() {
    const {clientWidth, clientHeight} = this.querySelector('.photo-frame');
    return {clientWidth: clientWidth / this.scale, clientHeight: clientHeight / this.scale};
  }

  /** Enlarges by steps, or with a negative number reduces. */
  zoom(steps) {
    return this.zoomTo(this.scale * ZOOM_STEP ** steps);
  }

  /**
   * Shows the photo so many times as large as at first.
   *
   * @param {object} at the point of the window whose place stays; its middle if left out
   */
  async zoomTo(scale, at) {
    const view = this.querySelector('.photo-window');
    if (!view || this.missing) return;
    const now = Math.max(1, Math.min(this.largestScale(), scale));
    const {left, top, width, height} = view.getBoundingClientRect();
    const point = at ?? {clientX: left + width / 2, clientY: top + height / 2};
    const before = this.querySelector('.photo-frame').getBoundingClientRect();
    const share = {x: (point.clientX - before.left) / before.width, y: (point.clientY - before.top) / before.height};
    this.scale = now < 1.01 ? 1 : now;
    await this.updateComplete;
    const after = this.querySelector('.photo-frame').getBoundingClientRect();
    view.scrollBy(after.left + share.x * after.width - point.clientX, after.top + share.y * after.height - point.clientY);
  }

  /** Moves what is seen of an enlarged photo. Returns false if it is not enlarged. */
  pan(x, y) {
    if (!this.isEnlarged) return false;
    const view = this.querySelector('.photo-window');
    view.scrollBy(x * PAN_STEP * view.clientWidth, y * PAN_STEP * view.clientHeight);
    return true;
  }

  wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoomTo(this.scale * Math.exp(-event.deltaY / 200), event);
  }

  /** As large as is useful at once, and back. */
  toggle(event) {
    if (event.target.closest('.box')) return;
    const {clientHeight} = this.frameAtFirst();
    const larger = Math.max(2.5, (0.6 * window.innerHeight) / clientHeight);
    this.zoomTo(this.isEnlarged ? 1 : larger, event);
  }

  press(event) {
    this.fingers.set(event.pointerId, event);
    const isMouse = event.pointerType === 'mouse' && event.button === 0;
    this.drag = isMouse && this.isEnlarged ? {from: event, moved: false} : null;
  }

  move(event) {
    if (!this.fingers.has(event.pointerId)) return;
    const distance = () => {
      const [one, other] = [...this.fingers.values()];
      return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    };
    const last = this.fingers.get(event.pointerId);
    if (this.fingers.size === 2) {
      const before = distance();
      this.fingers.set(event.pointerId, event);
      const [one, other] = [...this.fingers.values()];
      const middle = {clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2};
      this.zoomTo((this.scale * distance()) / before, middle);
      return;
    }
    this.fingers.set(event.pointerId, event);
    if (!this.drag) return;
    if (!this.drag.moved) {
      const {from} = this.drag;
      if (Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < DRAG_FROM) return;
      this.drag.moved = true;
      this.querySelector('.photo-window').setPointerCapture(event.pointerId);
    }
    this.querySelector('.photo-window').scrollBy(last.clientX - event.clientX, last.clientY - event.clientY);
  }

  release(event) {
    this.fingers.delete(event.pointerId);
  }

  /** The end of a drag is no click on a face. */
  clicked(event) {
    if (this.drag?.moved) event.stopPropagation();
    this.drag = null;
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
    const isOther = changes.has('photo') && changes.get('photo')?.photo !== this.photo?.photo;
    if (isOther || changes.has('source')) Object.assign(this, {isSmall: false, missing: false, scale: 1});
  }

  render() {
    if (!this.photo) return nothing;
    if (!this.zoomable) return this.frame();
    const {scale, isEnlarged} = this;
    return html`
      <div class="photo-window ${isEnlarged ? 'enlarged' : ''}" role="group" aria-label=${strings.zoom.photo} tabindex=${isEnlarged ? 0 : nothing}
          @wheel=${{handleEvent: (event) => this.wheel(event), passive: false}} @dblclick=${this.toggle}
          @pointerdown=${this.press} @pointermove=${this.move} @pointerup=${this.release} @pointercancel=${this.release}
          @click=${{handleEvent: (event) => this.clicked(event), capture: true}}>${this.frame()}</div>
      ${this.missing ? nothing : html`
        <div class="zoom" role="group" aria-label=${strings.zoom.title}>
          <button class="quiet for-all" aria-label=${strings.zoom.out} title=${strings.zoom.out} ?disabled=${!isEnlarged}
              @click=${() => this.zoom(-1)}>−</button>
          <button class="quiet for-all" title=${strings.zoom.fit} ?disabled=${!isEnlarged} @click=${() => this.zoomTo(1)}
              aria-label=${strings.zoom.fit}>${strings.zoom.scale(scale)}</button>
          <button class="quiet for-all" aria-label=${strings.zoom.in} title=${strings.zoom.in} @click=${() => this.zoom(1)}>+</button>
        </div>`}`;
  }

  frame() {
    const {gallery, photo, scale} = this;
    // A browser does not ask again for an address that it shows, so a photo that was turned has another one.
    const source = (width) => api.getPhotoImageUrl({gallery, photo: photo.photo, width, turned: photo.turned});
    return html`
      <div class="photo-frame" ${styles({aspectRatio: `${photo.width} / ${photo.height}`, '--ratio': photo.width / photo.height, '--scale': scale})}>
        ${this.missing ? html`<p class="missing dim">${strings.photoMissing}</p>` : this.source ? html`
          <img alt=${strings.photoAlt(photo.faces.length)} src=${this.source} @error=${this.miss}>` : this.isSmall ? html`
          <img alt=${strings.photoAlt(photo.faces.length)} draggable="false" src=${source(SMALL)} @error=${this.miss}>` : html`
          <img alt=${strings.photoAlt(photo.faces.length)} decoding="async" draggable="false" src=${source(1280)}
              srcset=${WIDTHS.map((width) => `${source(width)} ${width}w`).join(', ')}
              sizes="(max-width: 719px) ${Math.round(100 * scale)}vw, ${Math.round(60 * scale)}vw" @error=${this.miss}>`}
        ${photo.faces.map((face) => this.box(face))}
      </div>`;
  }

  /** The file is gone, or even the small picture that may be kept without it. */
  miss() {
    if (this.isSmall || this.source) this.missing = true;
    this.isSmall = !this.missing;
    this.dispatchEvent(new CustomEvent('photo-missing', {detail: {isSmall: this.isSmall}, bubbles: true}));
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
