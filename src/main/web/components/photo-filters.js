import {html, nothing} from 'lit';
import {showError} from '../app/edits.js';
import {findPeople, peopleByNumber, title} from '../app/people-names.js';
import {numbers} from '../app/photo-list.js';
import {refine} from '../app/router.js';
import {strings} from '../strings.js';
import {LikenessElement} from './element.js';
import './name-field.js';

const words = strings.photoFilters;
/** As many people of one name are looked through. */
const SAME_NAME = 100;
const OTHERS = ['captured', 'path', 'minQuality', 'unnamed'];
const NAMES = ['with', 'without', ...OTHERS];

/**
 * Filters of photos or faces; all of them are in the address.
 *
 * Properties: `gallery`; `query`, that of the address; `only`, `faces` to leave out what means whole photos.
 */
class PhotoFilters extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    query: {attribute: false},
    only: {attribute: false},
    people: {state: true},
    nobody: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {query: {}, only: 'photos', people: [], nobody: null});
    this.whileShown('gallery-changed', () => this.readPeople());
  }

  willUpdate(changes) {
    const isKnown = (person) => this.people.some((one) => one.person === person);
    if (changes.has('gallery') || (changes.has('query') && !this.chosen().every(isKnown))) this.readPeople();
  }

  /** The numbers of the people in the filters. */
  chosen() {
    return [...numbers(this.query.with), ...numbers(this.query.without)];
  }

  async readPeople() {
    const chosen = this.chosen();
    if (chosen.length) this.people = await peopleByNumber(this.gallery, chosen).catch(() => []);
  }

  render() {
    const {gallery, query} = this;
    const set = this.chosen().length + OTHERS.filter((name) => query[name]).length;
    // Afterwards the reader opens and closes it.
    this.isOpenAtFirst ??= window.innerWidth > 719 && set > 0;
    return html`
      <details class="filters" ?open=${this.isOpenAtFirst}>
        <summary>${words.title(set)}</summary>
        <div class="fields">
          <label class="field">${words.person}
            <name-field .gallery=${gallery} .label=${words.person} .onlyKnown=${true} @name-chosen=${this.add}
                @input=${() => (this.nobody = null)}></name-field>
            <span class="nobody" role="status" ?hidden=${this.nobody === null}>${this.nobody === null ? '' : words.nobody(this.nobody)}</span>
          </label>
          ${this.text('captured', words.captured, words.capturedHint, '\\d{4}(-\\d{2}(-\\d{2})?)?')}
          ${this.text('path', words.path, words.pathHint)}
          <label class="field">${words.quality}
            <select @change=${(event) => refine({minQuality: event.target.value})}>
              ${words.qualities.map(([value, text]) => html`
                <option value=${value} ?selected=${value === (query.minQuality ?? '')}>${text}</option>`)}
            </select>
          </label>
          ${this.only === 'faces' ? nothing : html`
            <label class="check">
              <input type="checkbox" .checked=${query.unnamed === 'true'}
                  @change=${(event) => refine({unnamed: event.target.checked ? 'true' : ''})}>
              ${words.unnamed}
            </label>`}
        </div>
      </details>
      ${set ? html`
        <div class="chips">
          ${numbers(query.with).map((person) => this.chip(person, true))}
          ${numbers(query.without).map((person) => this.chip(person, false))}
          <button class="quiet for-all" @click=${() => refine(Object.fromEntries(NAMES.map((name) => [name, ''])))}>
            ${words.clear}</button>
        </div>` : nothing}`;
  }

  text(name, label, hint, pattern) {
    return html`
      <label class="field">${label}
        <input placeholder=${hint} pattern=${pattern ?? nothing} .value=${this.query[name] ?? ''} title=${hint}
            @change=${({target}) => target.reportValidity() && refine({[name]: target.value.trim()})}>
      </label>`;
  }

  chip(person, isWith) {
    const name = title(this.people.find((one) => one.person === person) ?? {person, name: null});
    return html`
      <span class="chip ${isWith ? '' : 'without'}">
        ${this.only === 'faces' ? html`<span class="text">${name}</span>` : html`
          <button class="quiet for-all" title=${words.turn} @click=${() => this.turn(person, isWith)}>
            ${isWith ? words.with(name) : words.without(name)}</button>`}
        <button class="quiet for-all" aria-label=${words.remove(name)} @click=${() => this.drop(person)}>×</button>
      </span>`;
  }

  /** Adds the person; Enter without a choice takes the first whom the field suggests. */
  async add({detail: {name, person}, currentTarget: field}) {
    if (!name && !person) return;
    // At once, so that the next name can be typed while this one is looked up.
    field.empty();
    let chosen;
    try {
      chosen = person ?? await this.personCalled(name);
    } catch (error) {
      showError(error);
      return;
    }
    if (!chosen) {
      this.nobody = name;
      const input = field.querySelector('input');
      if (!input.value) {
        input.value = name;
        input.select();
      }
      return;
    }
    this.nobody = null;
    const others = (key) => numbers(this.query[key]).filter((one) => one !== chosen);
    refine({with: [...others('with'), chosen].join(), without: others('without').join()});
  }

  /** The person with this name, or the first whose name begins like that; capitals do not matter. */
  async personCalled(text) {
    const found = await findPeople(this.gallery, text, SAME_NAME);
    const isCalled = (one) => one.name?.toLowerCase() === text.toLowerCase();
    return (found.find(isCalled) ?? found[0])?.person;
  }

  turn(person, isWith) {
    const without = numbers(this.query.without).filter((one) => one !== person);
    const wanted = numbers(this.query.with).filter((one) => one !== person);
    (isWith ? without : wanted).push(person);
    refine({with: wanted.join(), without: without.join()});
  }

  drop(person) {
    const others = (key) => numbers(this.query[key]).filter((one) => one !== person).join();
    refine({with: others('with'), without: others('without')});
  }
}

customElements.define('photo-filters', PhotoFilters);
