import {html, nothing} from 'lit';
import * as api from '../api.js';
import {findPeople} from '../app/people-names.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';

const SHOWN = 6;
const TYPING_MS = 80;
let fields = 0;

/**
 * A text field for a person's name with completion.
 *
 * Properties: `gallery`, `value`, `label`. Events: `name-chosen` with `{name, person}` (`person` is the number of the
 * existing person that was chosen, else null), and `name-cancelled`.
 */
class NameField extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    value: {attribute: false},
    label: {attribute: false},
    found: {state: true},
    active: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {value: '', label: strings.name, found: [], active: -1, listId: `names-${fields++}`});
  }

  render() {
    const {found, active, listId} = this;
    return html`
      <input role="combobox" autocomplete="off" spellcheck="false" aria-label=${this.label} placeholder=${strings.name}
          aria-autocomplete="list" aria-expanded=${found.length > 0} aria-controls=${listId}
          aria-activedescendant=${active >= 0 ? `${listId}-${active}` : nothing}
          .value=${this.value} @input=${this.search} @keydown=${this.key} @blur=${() => (this.found = [])}
          @click=${(event) => event.preventDefault()}>
      <ul role="listbox" id=${listId} aria-label=${this.label} ?hidden=${!found.length}>
        ${found.map((person, index) => html`
          <li role="option" id="${listId}-${index}" aria-selected=${index === active}
              @mousedown=${(event) => { event.preventDefault(); this.choose(person); }}>
            <img class="face" alt="" src=${api.getFaceCropUrl({gallery: this.gallery, face: person.cover})}>
            <span>${person.name}</span> <small class="dim">${strings.photos(person.photos)}</small>
          </li>`)}
      </ul>`;
  }

  focus() {
    const input = this.querySelector('input');
    input?.focus();
    input?.select();
  }

  /** Takes away what was typed, for the next name. */
  empty() {
    clearTimeout(this.typing);
    Object.assign(this, {found: [], active: -1});
    this.querySelector('input').value = '';
  }

  /** Whoever types fast is not asked for at every letter. */
  search({target: {value}}) {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.find(value), TYPING_MS);
  }

  async find(text) {
    const found = await findPeople(this.gallery, text, SHOWN).catch(() => []);
    if (this.querySelector('input')?.value !== text) return;
    this.found = found.filter((one) => one.name).slice(0, SHOWN);
    this.active = -1;
  }

  key(event) {
    event.stopPropagation();
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.active = (this.active + step + this.found.length + (this.active < 0 && step < 0 ? 1 : 0)) % this.found.length;
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (this.active >= 0) this.choose(this.found[this.active]);
      else this.send('name-chosen', {name: event.target.value.trim(), person: null});
    } else if (event.key === 'Escape') {
      this.send('name-cancelled', {});
    }
  }

  choose({name, person}) {
    this.send('name-chosen', {name, person});
  }

  send(event, detail) {
    clearTimeout(this.typing);
    this.found = [];
    this.dispatchEvent(new CustomEvent(event, {detail, bubbles: true}));
  }
}

customElements.define('name-field', NameField);
