// The head of a person's page: cover, name, counts, birth date, and what can be done to the whole person.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {changed, edit, showError, toast} from '../../app/edits.js';
import {mergePeople} from '../../app/merging.js';
import {namePerson} from '../../app/naming.js';
import {peopleByNumber, title} from '../../app/people-names.js';
import {address, go} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {askWho} from '../../components/name-dialog.js';
import '../../components/name-field.js';
import {ask} from '../../components/question-dialog.js';
import {format, strings} from '../../strings.js';
import {findPage} from '../index.js';

/** The API refuses earlier birth dates, and those after tomorrow. */
const FIRST_BIRTH_DATE = '1800-01-01';
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const words = strings.personPage;

/**
 * Properties: `gallery`; `person`, the `summary` of `getPerson`. Event: `deleting`, whose detail is whether the person is
 * being deleted and the page must not read them again.
 */
class PersonHead extends LikenessElement {
  static properties = {
    gallery: {attribute: false},
    person: {attribute: false},
    editing: {state: true},
  };

  constructor() {
    super();
    this.editing = null;
  }

  render() {
    const {gallery, person} = this;
    return html`
      <header class="person-head">
        <img class="face" alt="" decoding="async" src=${this.cover()}>
        <div class="about">
          ${this.editing === 'name' ? this.nameField() : html`
            <h1 class=${person.name ? '' : 'dim'}>${title(person)}</h1>`}
          <p class="dim">
            ${strings.faces(person.faces)} · ${strings.photos(person.photos)}
            ${person.lastSeen ? html` · ${words.lastSeen(format.day(person.lastSeen))}` : nothing}
            ${person.birthDate ? html` · ${words.born(format.day(person.birthDate))}` : nothing}
            ${person.hidden ? html` · <strong>${words.isHidden}</strong>` : nothing}
          </p>
          ${this.editing === 'birthDate' ? this.birthDateForm() : this.buttons()}
          <p class="links">
            ${this.link('photos', words.photos, {with: person.person})}
            ${this.link('duplicates', words.duplicates, {person: person.person})}
          </p>
        </div>
      </header>`;
  }

  /** Shown larger than elsewhere. The number of the cover face makes a new address when another is chosen. */
  cover() {
    const {gallery, person} = this;
    return person.cover ? api.getFaceCropUrl({gallery, face: person.cover, size: 256}) : '';
  }

  buttons() {
    const {person} = this;
    return html`
      <div class="buttons">
        <button @click=${this.startNaming}>${person.name ? words.rename : strings.name} <kbd>n</kbd></button>
        <button @click=${this.merge}>${words.merge}</button>
        <button @click=${() => this.start('birthDate', '.birth-date input')}>${words.birthDate}</button>
        <button @click=${this.toggleHidden}>${person.hidden ? words.show : words.hide} <kbd>h</kbd></button>
        <button class="danger" @click=${this.delete}>${words.delete}</button>
      </div>`;
  }

  link(page, text, query) {
    return findPage(page) ? html`<a href=${address({gallery: this.gallery, page, query})}>${text}</a>` : nothing;
  }

  nameField() {
    const {gallery, person} = this;
    return html`
      <name-field class="opened" .gallery=${gallery} .value=${person.name ?? ''} .except=${person.person} .label=${strings.peoplePage.nameOf(title(person))}
          @name-chosen=${(event) => this.name(event.detail)}
          @name-cancelled=${() => (this.editing = null)}></name-field>`;
  }

  birthDateForm() {
    return html`
      <form class="birth-date" @submit=${this.saveBirthDate} @keydown=${this.leaveOnEscape}>
        <label>${words.birthDate} <input type="date" name="day" min=${FIRST_BIRTH_DATE} max=${tomorrow()}
            .value=${this.person.birthDate ?? ''}></label>
        <button class="primary">${strings.save}</button>
        <button type="button" class="quiet" @click=${() => (this.editing = null)}>${strings.cancel}</button>
      </form>`;
  }

  async start(what, focused) {
    this.editing = what;
    await this.updateComplete;
    this.querySelector(focused)?.focus();
  }

  startNaming() {
    return this.start('name', 'name-field');
  }

  async name({name, person: known}) {
    const {gallery, person} = this;
    if (name === (person.name ?? '') || await namePerson(gallery, person, name, {known})) this.editing = null;
  }

  /** Asks for another person, shows both, and goes to the one who stays. */
  async merge() {
    const {gallery, person} = this;
    const chosen = await askWho({
      gallery, title: words.mergeTitle(title(person)), text: words.mergeText, face: person.cover, label: words.mergeWith,
      onlyKnown: true, except: person.person,
    });
    if (!chosen?.person) return;
    try {
      const [other] = await peopleByNumber(gallery, [chosen.person]);
      if (!other) return;
      const stays = await mergePeople(gallery, [person, other], {isAsked: true, deciding: (into) => this.tell(into !== person)});
      if (!stays) this.tell(false);
      else if (stays !== person) go({gallery, page: 'person', id: stays.person});
    } catch (error) {
      showError(error);
    }
  }

  tell(isDeleting) {
    this.dispatchEvent(new CustomEvent('deleting', {detail: isDeleting}));
  }

  leaveOnEscape(event) {
    if (event.key === 'Escape') this.editing = null;
  }

  async saveBirthDate(event) {
    event.preventDefault();
    const day = new FormData(event.target).get('day') || null;
    const text = day ? words.birthDateSet(title(this.person), format.day(day)) : words.birthDateRemoved(title(this.person));
    if (day === this.person.birthDate || await this.change({birthDate: day}, text)) this.editing = null;
  }

  toggleHidden() {
    const {person} = this;
    const text = person.hidden ? words.shown(title(person)) : strings.peoplePage.hid(title(person));
    return this.change({hidden: !person.hidden}, text);
  }

  change(values, text) {
    const {gallery, person: {person}} = this;
    return edit(gallery, text, () => api.changePerson({gallery, person}, values));
  }

  /** Deletes the data of the person after a question; this is the one edit here that has no undo. */
  async delete() {
    const {gallery, person} = this;
    const photos = await ask({
      title: words.deleteTitle(title(person)),
      text: words.deleteText(person.faces),
      pictures: [this.cover()],
      answers: [
        {value: 'keep', text: words.deleteKeep, danger: true},
        {value: 'delete', text: words.deletePhotos, danger: true},
      ],
    });
    if (!photos) return;
    this.tell(true);
    try {
      await api.deletePerson({gallery, person: person.person, photos});
      toast(words.deleted(title(person)));
      go({gallery, page: 'people'});
      changed();
    } catch (error) {
      this.tell(false);
      showError(error);
    }
  }
}

customElements.define('person-head', PersonHead);
