// Runs in a page before its own scripts, and notes what a reader sees and when. `CONTENT` selects what the page is for.
window.scale = {
  content: null,
  pictures: null,
  deltas: [],
  rows: new Set(),
  isRecording: false,

  /** Notes when the content is there, and when all pictures in view are. */
  watch() {
    const found = document.querySelector(CONTENT);
    if (found) {
      this.content ??= performance.now();
      const inView = [...document.images].filter((image) => {
        const {top, bottom, left, right, width} = image.getBoundingClientRect();
        return width > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      });
      if (inView.every((image) => image.complete)) this.pictures = performance.now();
    }
    if (this.pictures === null) requestAnimationFrame(() => this.watch());
  },

  firstPaint() {
    return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null;
  },

  /** Notes the time between frames, and which rows of the grid come into view. */
  record() {
    Object.assign(this, {deltas: [], rows: new Set(), isRecording: true});
    let before = null;
    const frame = (now) => {
      if (before !== null) this.deltas.push(now - before);
      before = now;
      this.noteRows();
      if (this.isRecording) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  },

  noteRows() {
    const grid = document.querySelector('virtual-grid');
    if (!grid) return;
    const y = window.scrollY - grid.offsetTop;
    const last = Math.ceil(grid.count / grid.columns);
    const to = Math.min(last, Math.ceil((y + innerHeight) / grid.cellHeight));
    for (let row = Math.max(0, Math.floor(y / grid.cellHeight)); row < to; row++) this.rows.add(row);
  },

  /** Ends the record: `{deltas, cells}`, the frames in milliseconds and the number of cells that were in view. */
  stop() {
    this.isRecording = false;
    const grid = document.querySelector('virtual-grid');
    return {deltas: this.deltas, cells: this.rows.size * (grid?.columns ?? 0)};
  },
};
requestAnimationFrame(() => window.scale.watch());
