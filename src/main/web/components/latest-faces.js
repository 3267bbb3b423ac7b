import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import {faceImage} from './parts.js';

/** Faces that were just found, latest first, in one row. */
class LatestFaces extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    faces: {attribute: false},
  };

  render() {
    if (!this.faces?.length) return nothing;
    return html`
      <ul class="latest-faces" aria-label=${strings.latestFaces}>
        ${repeat(this.faces, (face) => face, (face) => html`<li>${faceImage({gallery: this.gallery, face})}</li>`)}
      </ul>`;
  }

  /** A face that was found a moment ago may not be stored yet, or not any more. */
  hide({target}) {
    target.closest('li').hidden = true;
  }

  firstUpdated() {
    this.addEventListener('error', (event) => this.hide(event), {capture: true});
  }
}

customElements.define('latest-faces', LatestFaces);
