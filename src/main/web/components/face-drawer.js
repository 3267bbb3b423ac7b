import {html, nothing} from 'lit';
import * as api from '../api.js';
import {edit} from '../app/edits.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import './name-field.js';
import './photo-view.js';
import {styles} from './styles.js';

/** The smallest side that the API accepts, in pixels of the photo. */
const MIN_SIDE = 8;
/** How far a key moves the box, as a share of the photo's longer side. */
const STEP = 0.01;
const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
const words = strings.faceDrawer;

/**
 * A photo on which a box is drawn around a face that was missed: with the pointer, or with the arrow keys (with shift
 * they change its size). Enter asks for the name and adds the face, Escape ends.
 *
 * Properties: `gallery`; `photo`, as `getPhoto` returns it. Events: `face-drawn` with `{face}` when it was added, and
 * `drawing-ended` after that, or when it was cancelled.
 */
class FaceDrawer extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    photo: {attribute: false},
    box: {state: true},
    naming: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {box: null, naming: false, busy: false, from: null});
  }

  firstUpdated() {
    this.querySelector('.canvas').focus();
  }

  render() {
    const {gallery, photo, box, naming} = this;
    return html`
      <div class="drawing-bar">
        ${naming ? html`
          <name-field class="opened" .gallery=${gallery} .label=${words.name} @name-chosen=${(event) => this.add(event.detail)}
              @name-cancelled=${this.stopNaming}></name-field>
          <button class="primary" ?disabled=${this.busy} @click=${this.addTyped}>${words.add} <kbd>Enter</kbd></button>
          <button @click=${this.stopNaming}>${words.again}</button>`
          : html`<p id="face-drawer-help" class="dim">${window.matchMedia('(pointer: coarse)').matches ? words.helpTouch : words.help}</p>`}
        <button class="quiet" @click=${this.end}>${strings.cancel} <kbd>Esc</kbd></button>
        <span class="hidden-text" role="status">${box ? words.position(Math.round(box.left), Math.round(box.top),
          Math.round(box.right - box.left), Math.round(box.bottom - box.top)) : ''}</span>
      </div>
      <div class="drawing" ${styles({'--ratio': photo.width / photo.height})}>
        <photo-view .gallery=${gallery} .photo=${photo} .boxes=${true}></photo-view>
        <div class="canvas" tabindex="0" role="application" aria-label=${words.canvas} aria-describedby="face-drawer-help"
            @pointerdown=${this.begin} @pointermove=${this.drag} @pointerup=${this.finish} @pointercancel=${this.finish}
            @keydown=${this.key}>
          ${box ? html`<div class="drawn" ${styles(this.place(box))}></div>` : nothing}
        </div>
      </div>`;
  }

  place({left, top, right, bottom}) {
    const {width, height} = this.photo;
    return {
      left: `${(100 * left) / width}%`,
      top: `${(100 * top) / height}%`,
      width: `${(100 * (right - left)) / width}%`,
      height: `${(100 * (bottom - top)) / height}%`,
    };
  }

  /** Where the pointer is, in pixels of the photo. */
  point(event) {
    const frame = this.querySelector('.photo-frame').getBoundingClientRect();
    const {width, height} = this.photo;
    return {
      x: Math.min(width, Math.max(0, ((event.clientX - frame.left) / frame.width) * width)),
      y: Math.min(height, Math.max(0, ((event.clientY - frame.top) / frame.height) * height)),
    };
  }

  begin(event) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.from = this.point(event);
    this.naming = false;
  }

  drag(event) {
    if (!this.from) return;
    const to = this.point(event);
    this.box = {
      left: Math.min(this.from.x, to.x),
      top: Math.min(this.from.y, to.y),
      right: Math.max(this.from.x, to.x),
      bottom: Math.max(this.from.y, to.y),
    };
  }

  finish() {
    if (!this.from) return;
    this.from = null;
    if (this.isLargeEnough()) this.startNaming();
    else this.box = null;
  }

  isLargeEnough() {
    const {box} = this;
    return box !== null && Math.min(box.right - box.left, box.bottom - box.top) >= MIN_SIDE;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) this.move(arrow, event.shiftKey);
    else if (event.key === 'Enter' && this.isLargeEnough()) this.startNaming();
    else if (event.key === 'Escape') this.end();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Moves the box, or with `resizes` its right and lower edges; the first key puts a box into the middle. */
  move([x, y], resizes) {
    const {width, height} = this.photo;
    if (this.box === null) {
      const side = Math.min(width, height) / 5;
      const [left, top] = [(width - side) / 2, (height - side) / 2];
      this.box = {left, top, right: left + side, bottom: top + side};
      return;
    }
    const step = Math.max(1, STEP * Math.max(width, height));
    const {left, top, right, bottom} = this.box;
    const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
    if (resizes) {
      this.box = {
        left, top,
        right: clamp(right + x * step, left + MIN_SIDE, width),
        bottom: clamp(bottom + y * step, top + MIN_SIDE, height),
      };
    } else {
      const byX = clamp(x * step, -left, width - right);
      const byY = clamp(y * step, -top, height - bottom);
      this.box = {left: left + byX, top: top + byY, right: right + byX, bottom: bottom + byY};
    }
  }

  async startNaming() {
    this.naming = true;
    await this.updateComplete;
    await this.querySelector('name-field').updateComplete;
    this.querySelector('name-field').focus();
  }

  /** Back to the box, to change it. */
  async stopNaming() {
    this.naming = false;
    await this.updateComplete;
    this.querySelector('.canvas').focus();
  }

  addTyped() {
    return this.querySelector('name-field').take();
  }

  /** Adds the face, of the person that was chosen or has this name, or of nobody. */
  async add({name, person}) {
    if (this.busy) return;
    this.busy = true;
    const {gallery, photo, box} = this;
    const done = await edit(gallery, words.drew(name), () =>
      api.drawFace({gallery, photo: photo.photo}, {box, ...(person ? {person} : {name: name || null})}));
    this.busy = false;
    if (done === null) return;
    this.send('face-drawn', {face: done.faces[0]});
    this.end();
  }

  end() {
    Object.assign(this, {box: null, naming: false, from: null});
    this.send('drawing-ended', {});
  }

  send(event, detail) {
    this.dispatchEvent(new CustomEvent(event, {detail, bubbles: true}));
  }
}

customElements.define('face-drawer', FaceDrawer);
