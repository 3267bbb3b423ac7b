// History: what was done, latest first; undo and redo to any point.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {redoTo, showError, undoTo} from '../../app/edits.js';
import {photoOf} from '../../app/face-ids.js';
import {peopleOfEvents, sentenceOf, sentenceParts} from '../../app/history-words.js';
import {title} from '../../app/people-names.js';
import {address, remember, remembered} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {emptyState, errorState, faceImage, loadingState} from '../../components/parts.js';
import {ask} from '../../components/question-dialog.js';
import {format, strings} from '../../strings.js';

const PAGE = 200;

/** So many pictures an event has, and so many changes are listed before they are undone. */
const MAX_PICTURES = 3;
const MAX_LISTED = 5;

const words = strings.historyPage;

class HistoryPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    events: {state: true},
    next: {state: true},
    error: {state: true},
    people: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {events: null, next: null, error: null, people: new Map(), busy: false});
    this.whileShown('gallery-changed', () => this.load());
    this.whileShown('scrollend', () => remember({history: window.scrollY, historyLength: this.events?.length}));
  }

  willUpdate(changes) {
    if (changes.has('route')) this.load();
  }

  /** Reads as many events again as are shown; at first as many as were shown when the page was left. */
  async load() {
    const {gallery} = this.route;
    const wanted = this.events?.length ?? remembered().historyLength ?? PAGE;
    const isFirst = this.events === null;
    try {
      const events = [];
      let cursor;
      do {
        const page = await api.listHistory({gallery, limit: PAGE, cursor});
        events.push(...page.events);
        cursor = page.next;
      } while (cursor && events.length < wanted);
      const people = await peopleOfEvents(gallery, events);
      Object.assign(this, {events, people, next: cursor, error: null});
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().history ?? 0);
    } catch (error) {
      this.error = error;
    }
  }

  async more() {
    try {
      const {gallery} = this.route;
      const page = await api.listHistory({gallery, limit: PAGE, cursor: this.next});
      const people = new Map([...(await peopleOfEvents(gallery, page.events)), ...this.people]);
      Object.assign(this, {events: [...this.events, ...page.events], people, next: page.next});
    } catch (error) {
      showError(error);
    }
  }

  render() {
    return html`
      <header class="page-head">
        <h1>${strings.pages.history}</h1>
      </header>
      ${this.list()}`;
  }

  list() {
    if (this.error) return errorState(this.error, () => this.load());
    if (this.events === null) return loadingState();
    if (!this.events.length) return emptyState(words.empty, words.emptyMore);
    const undoable = this.events.filter((one) => one.original === null && !one.undone);
    const redoable = this.redoable();
    return html`
      ${this.days().map(([day, events]) => html`
        <section class="day" aria-label=${day}>
          <h2>${day}</h2>
          <ol>${events.map((event) => this.event(event, undoable, redoable))}</ol>
        </section>`)}
      ${this.next ? html`<button class="for-all" @click=${this.more}>${words.more}</button>` : nothing}`;
  }

  /** Events by the day on which they happened. */
  days() {
    const days = Map.groupBy(this.events, ({time}) => format.date(time));
    return [...days];
  }

  /** Edits that can be redone, the latest first: those undone since the latest edit. */
  redoable() {
    const originals = new Set();
    for (const {type, original} of this.events) {
      if (type !== 'undo' && type !== 'redo') break;
      originals.add(original);
    }
    return this.events.filter((one) => one.undone && originals.has(one.event));
  }

  event(one, undoable, redoable) {
    const isEdit = one.original === null;
    const by = [words.by(one.actor), one.undone ? words.undone : ''].filter(Boolean).join(', ');
    return html`
      <li class=${one.undone || !isEdit ? 'past' : ''}>
        <time class="dim" datetime=${one.time}>${format.time(one.time)}</time>
        <span class="pictures">${this.pictures(one)}</span>
        <span class="what">
          <span class=${one.undone ? 'undone' : ''}>${this.sentence(one)}</span>
          <small class="dim">${by}</small>
        </span>
        ${this.button(one, undoable, redoable)}
      </li>`;
  }

  /** Undo with all later edits, or redo with all earlier ones that were undone, where that is possible. */
  button(one, undoable, redoable) {
    const isUndo = undoable.includes(one);
    if (!isUndo && !redoable.includes(one)) return nothing;
    const edits = isUndo
      ? undoable.slice(0, undoable.indexOf(one) + 1)
      : redoable.slice(redoable.indexOf(one));
    const text = (isUndo ? words.undo : words.redo)(edits.length - 1);
    return html`
      <button class="quiet" ?disabled=${this.busy} aria-label=${words.undoNamed(text, this.plain(one))}
          @click=${() => (isUndo ? this.undo(one, edits) : this.redo(one, edits))}>${text}</button>`;
  }

  original(one) {
    return this.events.find(({event}) => event === one.original);
  }

  plain(one) {
    return sentenceOf(one, this.original(one), this.people);
  }

  /** The sentence of an event, with links to the people who are still here. */
  sentence(one) {
    const {gallery} = this.route;
    return sentenceParts(one, this.original(one), this.people).map((part) =>
      this.isHere(part.person)
        ? html`<a class="for-all" href=${address({gallery, page: 'person', id: part.person})}>${part.text}</a>`
        : part.text ?? part);
  }

  isHere(person) {
    const found = this.people.get(person);
    return found !== undefined && !found.isGone;
  }

  /** The first faces that an event names, which lead to their photos; otherwise those of its people. */
  pictures(one) {
    const {gallery} = this.route;
    const isGone = (this.original(one) ?? one).type === 'draw-face' && (one.undone || one.type === 'undo');
    if (one.faces.length && !isGone) {
      return one.faces.slice(0, MAX_PICTURES).map((face) => html`
        <a href=${address({gallery, page: 'photo', id: photoOf(face), query: {face}})}>${faceImage({gallery, face, alt: words.openPhoto})}</a>`);
    }
    if (one.photos.length) {
      return one.photos.slice(0, MAX_PICTURES).map((photo) => html`
        <a class="icon" href=${address({gallery, page: 'photo', id: photo})} aria-label=${words.openPhoto}></a>`);
    }
    // The sentence has the link to the person already.
    return one.people.filter((person) => this.people.get(person)?.cover).slice(0, MAX_PICTURES).map((person) => html`
      <a href=${address({gallery, page: 'person', id: person})} tabindex="-1" aria-hidden="true"
          title=${title(this.people.get(person))}>${faceImage({gallery, face: this.people.get(person).cover})}</a>`);
  }

  /** Undoes these edits; more than one only after a question that lists them. */
  async undo({event}, edits) {
    if (edits.length > 1) {
      const listed = edits.length > MAX_LISTED + 1 ? MAX_LISTED : edits.length;
      const items = edits.slice(0, listed).map((one) => this.plain(one));
      if (listed < edits.length) items.push(words.askMore(edits.length - listed));
      const answer = await ask({
        title: words.askTitle(edits.length),
        text: words.askText,
        items,
        answers: [{value: 'undo', text: words.askAnswer(edits.length), primary: true}],
      });
      if (answer !== 'undo') return;
    }
    await this.whileBusy(() => undoTo(this.route.gallery, event, edits.length));
  }

  redo({event}, edits) {
    return this.whileBusy(() => redoTo(this.route.gallery, event, edits.length));
  }

  async whileBusy(action) {
    this.busy = true;
    await action();
    this.busy = false;
  }
}

customElements.define('history-page', HistoryPage);
