// A list of questions that are answered one after another. What was answered leaves at once; what an undo brings back is
// asked again; what was skipped waits at the end.

/** A Lit controller: the page renders again when the question changes. */
export class Review {
  /** @param {(item: object) => string} key what identifies a question */
  constructor(host, key) {
    Object.assign(this, {host, key, items: null, answered: new Set(), skipped: new Set()});
    host.addController(this);
  }

  hostConnected() {}

  /** Takes a new list; answers that were taken back are questions again. */
  fill(items) {
    this.items = items;
    const open = new Set(items.map(this.key));
    for (const key of open) this.answered.delete(key);
    this.host.requestUpdate();
  }

  clear() {
    Object.assign(this, {items: null, answered: new Set(), skipped: new Set()});
    this.host.requestUpdate();
  }

  /** The questions that are still open and were not skipped. */
  get open() {
    return (this.items ?? []).filter((item) => !this.answered.has(this.key(item)) && !this.skipped.has(this.key(item)));
  }

  get current() {
    return this.open[0] ?? null;
  }

  get waiting() {
    return (this.items ?? []).filter((item) => this.skipped.has(this.key(item))).length;
  }

  /** Which question this is, of how many. */
  get position() {
    const done = this.answered.size + this.waiting;
    return {at: done + 1, of: done + this.open.length};
  }

  answer(item) {
    this.answered.add(this.key(item));
    this.host.requestUpdate();
  }

  /** The answer was refused: the question is open again. */
  reopen(item) {
    this.answered.delete(this.key(item));
    this.host.requestUpdate();
  }

  skip(item) {
    this.skipped.add(this.key(item));
    this.host.requestUpdate();
  }

  /** Asks again what was skipped. */
  again() {
    this.skipped = new Set();
    this.host.requestUpdate();
  }
}
