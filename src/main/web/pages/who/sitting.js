// What was asked in this sitting: a question that got "not sure" is not asked again while the tab is open.

/** As many as fit into an address. */
const MAX_SKIPPED = 200;

export class Sitting {
  constructor(gallery) {
    this.key = `who-skipped-${gallery}`;
    this.skipped = JSON.parse(sessionStorage.getItem(this.key) ?? '[]');
    this.before = [];
    this.wanted = null;
  }

  get canGoBack() {
    return this.before.length > 0;
  }

  answered({id}, edits) {
    this.before.push({id, edits});
  }

  skip({id}) {
    this.before.push({id, edits: 0});
    this.keep([...this.skipped, id].slice(-MAX_SKIPPED));
  }

  /** Takes the latest answer back; the question is shown again with the next list. */
  takeBack() {
    const last = this.before.pop();
    if (!last) return null;
    this.keep(this.skipped.filter((id) => id !== last.id));
    this.wanted = last.id;
    return last;
  }

  forget() {
    this.keep([]);
  }

  keep(skipped) {
    this.skipped = skipped;
    sessionStorage.setItem(this.key, JSON.stringify(skipped));
  }
}
