// A list of any length, of which only the parts are read that somebody looks at.

/** As many items as are read at once. */
const PART = 100;
const MAX_PARTS_AT_ONCE = 10;

export class PagedList {
  /** @param {(offset: number, limit: number) => Promise<{items: Array, count: number}>} read reads a part of the list */
  constructor(read) {
    Object.assign(this, {read, items: [], count: null, wanted: null, reading: null});
  }

  /** Whether all items from one index to another, or to the end of the list, are there. */
  has(from, to) {
    return this.count !== null && this.missing(from, to) === null;
  }

  /**
   * Reads what is missing of a range. While something is read, only the range that was wanted last is remembered: what
   * was scrolled past is not read.
   *
   * @returns {Promise<void>} fulfilled when the range that was wanted last is there
   */
  need(from, to) {
    this.wanted = [from, to];
    this.reading ??= this.readWanted().finally(() => (this.reading = null));
    return this.reading;
  }

  /** Reads all of it. */
  async needAll() {
    await this.needEach(0, this.count ?? 1);
    if (this.count !== null) await this.needEach(0, this.count);
  }

  /** Reads a range completely, whatever else is wanted meanwhile. */
  async needEach(from, to) {
    for (let part = this.missing(from, to); part !== null; part = this.missing(from, to)) {
      await this.readPart(...part);
    }
  }

  async readWanted() {
    for (let part = this.missing(...this.wanted); part !== null; part = this.missing(...this.wanted)) {
      await this.readPart(...part);
    }
  }

  async readPart(offset, limit) {
    const {items, count} = await this.read(offset, limit);
    this.count = count;
    this.items.length = count;
    items.forEach((item, i) => (this.items[offset + i] = item));
    // The list became shorter meanwhile; what is missing now stays empty until the list is read again.
    for (let i = offset + items.length; i < Math.min(count, offset + limit); i++) this.items[i] = null;
  }

  /** The first missing part of a range as `[offset, limit]`, in whole parts; null if nothing is missing. */
  missing(from, to) {
    const end = Math.min(this.count ?? Infinity, to);
    let first = from;
    while (first < end && this.items[first] !== undefined) first++;
    if (first >= end) return null;
    const begin = PART * Math.floor(first / PART);
    const parts = Math.min(MAX_PARTS_AT_ONCE, Math.max(1, Math.ceil((end - begin) / PART)));
    return [begin, parts * PART];
  }
}
