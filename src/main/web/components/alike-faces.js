import {html, nothing} from 'lit';
import * as api from '../api.js';
import {photoOf} from '../app/face-ids.js';
import {title} from '../app/people-names.js';
import {address} from '../app/router.js';
import {format, strings} from '../strings.js';
import {LikenessElement} from './element.js';
import {faceImage} from './parts.js';

const SHOWN = 3;
const words = strings.alikeFaces;

/**
 * A face beside the faces that it was found to be like: those of its person, or, if two people are about equally likely,
 * those that are most like it. Nothing is shown while they are read, or if there are none.
 *
 * Properties: `gallery`; `face`, with its `person` and `reason`.
 */
class AlikeFaces extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    face: {attribute: false},
    hits: {state: true},
  };

  constructor() {
    super();
    this.hits = [];
  }

  willUpdate(changes) {
    if (!changes.has('face')) return;
    const before = changes.get('face');
    if (before?.face === this.face.face && before.person === this.face.person) return;
    this.hits = [];
    if (this.face.person || this.face.reason === 'ambiguous') this.read(this.face);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.running?.abort();
  }

  async read({face, person}) {
    this.running?.abort();
    const {signal} = (this.running = new AbortController());
    const body = {probes: [{face}], k: SHOWN, include: 'faces', hidden: true, people: person ? [person] : []};
    try {
      const {faces: [found]} = await api.search({gallery: this.gallery}, body, {signal});
      if (!signal.aborted) this.hits = found?.hits ?? [];
    } catch {
      // The words say why all the same.
    }
  }

  render() {
    const {gallery, face, hits} = this;
    if (!hits.length) return nothing;
    return html`
      <h3>${face.person ? words.ofPerson(title(face)) : words.ofAnybody}</h3>
      <ul>
        <li>${faceImage({gallery, face: face.face})}<small class="dim">${words.thisFace}</small></li>
        ${hits.map((hit) => html`
          <li><a title=${words.number(hit.probability ?? hit.cosine)}
              href=${address({gallery, page: 'photo', id: photoOf(hit.face), query: {face: hit.face}})}>
            ${faceImage({gallery, face: hit.face, alt: words.photoOf(hit.person ? title(hit) : strings.unassigned)})}
            <small class="dim">${face.person ? hit.captureTime ? format.day(hit.captureTime) : strings.quality(hit.quality)
              : hit.person ? title(hit) : strings.unassigned}</small></a></li>`)}
      </ul>`;
  }
}

customElements.define('alike-faces', AlikeFaces);
