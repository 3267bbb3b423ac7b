import {canEdit} from './session.js';

/**
 * What is selected of a list, for any page: click or space toggles one, with shift all up to the last, Escape clears.
 * A Lit controller: the page renders again when the selection changes.
 */
export class Selection {
  /** @param {() => Array} items the list @param {(item) => any} key what identifies an item */
  constructor(host, items, key) {
    Object.assign(this, {host, items, key, keys: new Set(), last: null});
    host.addController(this);
  }

  hostConnected() {}

  get size() {
    return this.keys.size;
  }

  has(item) {
    return this.keys.has(this.key(item));
  }

  /** The selected items in the order of the list. */
  chosen() {
    return this.items().filter((item) => item && this.has(item));
  }

  clear() {
    this.keys = new Set();
    this.last = null;
    this.host.requestUpdate();
  }

  all() {
    if (!canEdit()) return;
    this.keys = new Set(this.items().filter(Boolean).map(this.key));
    this.host.requestUpdate();
  }

  /** Selects also the items with these keys. */
  add(keys) {
    keys.forEach((key) => this.keys.add(key));
    this.host.requestUpdate();
  }

  toggle(index, {shiftKey = false} = {}) {
    // A selection is there to change what is selected.
    if (!canEdit()) return;
    const items = this.items();
    if (shiftKey && this.last !== null) {
      const [from, to] = [this.last, index].toSorted((a, b) => a - b);
      items.slice(from, to + 1).filter(Boolean).forEach((item) => this.keys.add(this.key(item)));
    } else if (!this.keys.delete(this.key(items[index]))) {
      this.keys.add(this.key(items[index]));
    }
    this.last = index;
    this.host.requestUpdate();
  }
}
