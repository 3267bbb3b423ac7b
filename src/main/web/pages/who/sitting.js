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

  /** The number of edits that Back has to undo. */
  get editsToUndo() {
    return this.before.at(-1)?.edits ?? 0;
  }

  /** Notes an answer that consists of so many edits. */
  answered({id}, edits = 1) {
    this.before.push({id, edits});
    this.undone = [];
    this.keep();
  }

  skip({id}) {
    this.before.push({id, edits: 0});
    this.skipped = [...this.skipped, id].slice(-MAX_SKIPPED);
    this.keep();
  }

  /** Forgets the latest answer; its question is shown again with the next list. */
  takeBack() {
    const last = this.before.pop();
    if (last) this.show(last);
  }

  /** So many edits were undone, wherever: the questions that they answered are open again. */
  noteUndone(edits) {
    for (let left = edits; left > 0;) {
      const index = this.before.findLastIndex((one) => one.edits > 0);
      if (index < 0) return;
      const answer = this.before[index];
      const taken = Math.min(left, answer.edits);
      left -= taken;
      answer.edits -= taken;
      if (answer.edits) break;
      this.before.splice(index, 1);
      this.undone.push({...answer, edits: taken});
      this.show(answer);
    }
    this.keep();
  }

  /** So many edits were done again: Back undoes them again. */
  noteRedone(edits) {
    for (let left = edits; left > 0 && this.undone.length;) {
      const answer = this.undone.pop();
      left -= answer.edits;
      this.before.push(answer);
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
