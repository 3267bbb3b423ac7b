// History: what was done, latest first; undo and redo to any point.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {changed, showError, toast} from '../../app/edits.js';
import {remember, remembered} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {emptyState, errorState, loadingState} from '../../components/parts.js';
import {format, strings} from '../../strings.js';

const PAGE = 200;
const words = strings.historyPage;

class HistoryPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    events: {state: true},
    next: {state: true},
    error: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {events: null, next: null, error: null, busy: false});
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
      Object.assign(this, {events, next: cursor, error: null});
      await this.updateComplete;
      if (isFirst) window.scrollTo(0, remembered().history ?? 0);
    } catch (error) {
      this.error = error;
    }
  }

  async more() {
    try {
      const page = await api.listHistory({gallery: this.route.gallery, limit: PAGE, cursor: this.next});
      Object.assign(this, {events: [...this.events, ...page.events], next: page.next});
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
    const redoable = this.redoable();
    return html`
      ${this.days().map(([day, events]) => html`
        <section class="day" aria-label=${day}>
          <h2>${day}</h2>
          <ol>${events.map((event) => this.event(event, redoable))}</ol>
        </section>`)}
      ${this.next ? html`<button class="for-all" @click=${this.more}>${words.more}</button>` : nothing}`;
  }

  /** Events by the day on which they happened. */
  days() {
    const days = Map.groupBy(this.events, ({time}) => format.date(time));
    return [...days];
  }

  /** Edits that can be redone: those undone since the latest edit. */
  redoable() {
    const redoable = new Set();
    for (const {type, original} of this.events) {
      if (type !== 'undo' && type !== 'redo') break;
      redoable.add(original);
    }
    return redoable;
  }

  event(one, redoable) {
    const isEdit = one.original === null;
    const title = words.sentence(one.description);
    return html`
      <li class=${one.undone || !isEdit ? 'past' : ''}>
        <time class="dim" datetime=${one.time}>${format.time(one.time)}</time>
        <span class="what">
          <span class=${one.undone ? 'undone' : ''}>${title}</span>
          <small class="dim">${words.by(one.actor)}${one.undone ? `, ${words.undone.toLowerCase()}` : ''}</small>
        </span>
        ${isEdit && !one.undone ? html`
          <button class="quiet" ?disabled=${this.busy} aria-label=${words.undoToNamed(title)}
              @click=${() => this.reverse(api.undo, one, words.undoneTo)}>${words.undoTo}</button>` : nothing}
        ${isEdit && one.undone && redoable.has(one.event) ? html`
          <button class="quiet" ?disabled=${this.busy} aria-label=${words.redoToNamed(title)}
              @click=${() => this.reverse(api.redo, one, words.redoneTo)}>${words.redoTo}</button>` : nothing}
      </li>`;
  }

  async reverse(operation, {event}, sentence) {
    this.busy = true;
    try {
      const result = await operation({gallery: this.route.gallery}, {event});
      toast(sentence(result.changes.length));
      changed(result);
    } catch (error) {
      showError(error);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('history-page', HistoryPage);
