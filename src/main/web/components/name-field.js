import {html, nothing} from 'lit';
import {pauseLetters} from '../app/keyboard.js';
import {findPeople, title} from '../app/people-names.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import {faceImage} from './parts.js';

const SHOWN = 6;
const TYPING_MS = 80;
/** Pixels between the field and its list. */
const GAP = 4;
let fields = 0;

/** Names that differ at most in capitals count as the same. */
const comparable = (name) => name.normalize('NFC').trim().toLowerCase();

/**
 * A text field for a person's name with completion. Enter takes what is marked in the list: the person who is called so, else
 * the text as a new name; the arrows go to others.
 *
 * Properties: `gallery`, `value`, `label`; `onlyKnown` if only an existing person can be chosen, also one without a name;
 * `except`, the number of a person who is not offered. One that is there only until it is answered has the class `opened`: letters
 * that are pressed beside it go into it. Events: `name-chosen` with `{name, person}` (`person` is the number of the
 * existing person that was chosen, else null), and `name-cancelled`.
 */
class NameField extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    value: {attribute: false},
    label: {attribute: false},
    onlyKnown: {attribute: false},
    except: {attribute: false},
    found: {state: true},
    active: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {value: '', label: strings.name, onlyKnown: false, except: null, found: [], active: -1, read: null, listId: `names-${fields++}`});
  }

  /** What is typed is kept when the name changes elsewhere meanwhile. */
  willUpdate() {
    this.initial ??= this.value;
  }

  render() {
    const {found, active, listId, options} = this;
    return html`
      <input role="combobox" autocomplete="off" spellcheck="false" aria-label=${this.label} placeholder=${strings.name}
          aria-autocomplete="list" aria-expanded=${found.length > 0} aria-controls=${listId}
          aria-activedescendant=${active >= 0 ? `${listId}-${active}` : nothing}
          .value=${this.initial} @input=${this.search} @keydown=${this.key} @blur=${() => Object.assign(this, {found: [], active: -1})}
          @click=${(event) => event.preventDefault()}>
      <ul role="listbox" id=${listId} aria-label=${this.label} ?hidden=${!found.length}>
        ${options.map((one, index) => html`
          <li role="option" id="${listId}-${index}" aria-selected=${index === active}
              @mousedown=${(event) => { event.preventDefault(); this.choose(one); }}>
            ${one.isNew ? html`<span class="new">${strings.newName(one.name)}</span>` : html`
              ${one.cover ? faceImage({gallery: this.gallery, face: one.cover}) : html`<span class="face"></span>`}
              <span>${title(one)}</span> <small class="dim">${strings.photos(one.photos)}</small>`}
          </li>`)}
      </ul>
      ${this.onlyKnown ? nothing : html`
        <button type="button" class="save" @mousedown=${(event) => event.preventDefault()}
            @click=${(event) => { event.preventDefault(); this.take(); }}>${strings.save}</button>`}`;
  }

  /** The people found, and the text as a new name unless somebody is called exactly so: first, if nobody is called nearly so. */
  get options() {
    const {found, read, onlyKnown} = this;
    if (!found.length || onlyKnown || found.some((one) => one.name === read.trim())) return found;
    const made = {name: read.trim(), person: null, isNew: true};
    return this.same() < 0 ? [made, ...found] : [...found, made];
  }

  /** The index of the person found who is called so. */
  same() {
    return this.found.findIndex((one) => this.isCalled(one, this.read));
  }

  /** The list opens upwards where there is no room for it below: above the end of the window and the bar of phones. */
  updated(changes) {
    if (!changes.has('found') || !this.found.length) return;
    const {offsetTop, height} = window.visualViewport;
    const {top, bottom} = this.getBoundingClientRect();
    const bar = document.querySelector('.rail')?.getBoundingClientRect().top ?? 0;
    const end = Math.min(offsetTop + height, bar > bottom ? bar : Infinity);
    const needed = this.querySelector('ul').offsetHeight + GAP;
    this.classList.toggle('upward', bottom + needed > end && (top - offsetTop >= needed || top - offsetTop > end - bottom));
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
    const found = await findPeople(this.gallery, text, SHOWN + 1).catch(() => []);
    if (this.querySelector('input')?.value !== text) return;
    this.found = found.filter((one) => (one.name || this.onlyKnown) && one.person !== this.except).slice(0, SHOWN);
    this.read = text;
    this.active = this.found.length ? Math.max(0, this.same()) : -1;
  }

  isCalled({name}, text) {
    return name !== null && comparable(name) === comparable(text);
  }

  /**
   * Takes what is marked. If nobody has looked yet who is called so, they are looked for first.
   */
  async take() {
    const {value} = this.querySelector('input');
    const name = value.trim();
    if (this.active >= 0 && this.read === value) return this.choose(this.options[this.active]);
    if (name && name !== this.value) {
      clearTimeout(this.typing);
      await this.find(value);
      if (this.active >= 0 && this.read === value) return this.choose(this.options[this.active]);
    }
    return this.send('name-chosen', {name, person: null});
  }

  key(event) {
    event.stopPropagation();
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    const {length} = this.options;
    if (step && length) {
      event.preventDefault();
      this.active = (this.active + step + length + (this.active < 0 && step < 0 ? 1 : 0)) % length;
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.take();
    } else if (event.key === 'Escape') {
      this.cancel();
    }
  }

  cancel() {
    this.send('name-cancelled', {});
  }

  choose({name, person}) {
    this.send('name-chosen', {name, person});
  }

  send(event, detail) {
    clearTimeout(this.typing);
    pauseLetters();
    Object.assign(this, {found: [], active: -1});
    this.dispatchEvent(new CustomEvent(event, {detail, bubbles: true}));
  }
}

customElements.define('name-field', NameField);
