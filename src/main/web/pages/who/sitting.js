// What was asked in this sitting: a question that got "not sure" is not asked again while the tab is open, and Back goes
// through the answers, after a reload too.

/** As many as fit into an address. */
const MAX_SKIPPED = 200;
const MAX_BEFORE = 200;

export class Sitting {
  constructor(gallery) {
    this.key = `who-${gallery}`;
    this.skipped = [];
    this.before = [];
    this.undone = [];
    this.wanted = null;
    Object.assign(this, JSON.parse(sessionStorage.getItem(this.key) ?? '{}'));
  }

  get canGoBack() {
    return this.before.length > 0;
  }

  /** The number of the edit that Back has to undo; null if there is none, or the question was only skipped. */
  get editToUndo() {
    return this.before.at(-1)?.event ?? null;
  }

  /**
   * Notes an answer.
   *
   * @param {number|null} event the number of its edit; null if nothing had to change
   */
  answered({id}, event) {
    this.before.push({id, event});
    this.undone = [];
    this.keep();
  }

  skip({id}) {
    this.before.push({id, event: null});
    this.skipped = [...this.skipped, id].slice(-MAX_SKIPPED);
    this.keep();
  }

  /** Forgets that the latest question was skipped; it is shown again with the next list. */
  takeBack() {
    const last = this.before.pop();
    if (last) this.show(last);
  }

  /** These edits were undone, wherever: the questions that they answered are open again. */
  noteUndone(events) {
    for (const event of events) {
      const index = this.before.findIndex((one) => one.event === event);
      if (index < 0) continue;
      const [answer] = this.before.splice(index, 1);
      this.undone.push(answer);
      this.show(answer);
    }
  }

  /** These edits were done again: Back undoes them again. */
  noteRedone(events) {
    for (const event of events) {
      const index = this.undone.findIndex((one) => one.event === event);
      if (index >= 0) this.before.push(...this.undone.splice(index, 1));
    }
    this.keep();
  }

  /** Asks again what was skipped. */
  forget() {
    this.skipped = [];
    this.keep();
  }

  show({id}) {
    this.skipped = this.skipped.filter((one) => one !== id);
    this.wanted = id;
    this.keep();
  }

  keep() {
    const {skipped, before} = this;
    sessionStorage.setItem(this.key, JSON.stringify({skipped, before: before.slice(-MAX_BEFORE)}));
  }
}
