import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {LikenessElement} from './element.js';
import {styles} from './styles.js';

const ROWS_AROUND = 3;

/** From this speed on, in rows a second, nobody sees more than that there are pictures. */
const PASSING_ROWS = 12;
const STILL_MS = 120;

/**
 * A grid of equal cells of which only the visible rows exist. It has its full height at once, so nothing moves when
 * items arrive, and the place is found again after Back.
 *
 * Properties: `count`, number of items; `cellWidth`, `cellHeight` in pixels; `item(index, isPassing)`, renders one, which
 * need not read pictures while it is only scrolled past; `need(from, to)`, called when a range becomes visible;
 * `itemKey(index)`, what identifies an item, so that a field in which somebody types moves with its item when the order
 * changes.
 */
class VirtualGrid extends LikenessElement {
  static properties = {
    count: {type: Number},
    cellWidth: {type: Number},
    cellHeight: {type: Number},
    item: {attribute: false},
    need: {attribute: false},
    itemKey: {attribute: false},
    columns: {state: true},
    first: {state: true},
    last: {state: true},
    isPassing: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {
      count: 0, cellWidth: 144, cellHeight: 184, columns: 1, first: 0, last: 0, isPassing: false, before: null, still: 0,
    });
    this.whileShown('scroll', () => this.scrolled());
  }

  connectedCallback() {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
    clearTimeout(this.still);
  }

  /** The focus stays on its item when that moves, and at its place when the item is gone. */
  update(changes) {
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    const index = focused?.dataset.index;
    super.update(changes);
    if (!focused || document.activeElement === focused) return;
    const next = this.contains(focused) ? focused : index && this.querySelector(`[data-index="${index}"]`);
    if (next) next.focus({preventScroll: true});
  }

  updated(changes) {
    if (changes.has('count') || changes.has('cellWidth')) this.measure();
  }

  /** Notes how fast the rows pass. A jump counts as fast; it ends as soon as the view is still. */
  scrolled() {
    const now = performance.now();
    const y = window.scrollY;
    if (this.before !== null) {
      const rows = Math.abs(y - this.before.y) / this.cellHeight;
      this.isPassing = rows / Math.max(1, now - this.before.now) * 1000 > PASSING_ROWS;
    }
    this.before = {now, y};
    clearTimeout(this.still);
    this.still = setTimeout(() => {
      this.isPassing = false;
      this.before = null;
      this.measure();
    }, STILL_MS);
    this.measure();
  }

  /** Finds the rows in view. */
  measure() {
    const {top, width} = this.getBoundingClientRect();
    this.columns = Math.max(1, Math.floor(width / this.cellWidth));
    const rows = Math.ceil(this.count / this.columns);
    this.first = Math.min(rows, Math.max(0, Math.floor(-top / this.cellHeight) - ROWS_AROUND));
    this.last = Math.min(rows, Math.ceil((window.innerHeight - top) / this.cellHeight) + ROWS_AROUND);
    if (!this.isPassing) this.need?.(this.first * this.columns, Math.min(this.count, this.last * this.columns));
  }

  render() {
    const rows = Math.ceil(this.count / this.columns);
    const from = this.first * this.columns;
    const indexes = Array.from({length: Math.max(0, Math.min(this.count, this.last * this.columns) - from)}, (_, i) => from + i);
    const place = {height: `${rows * this.cellHeight}px`, paddingTop: `${this.first * this.cellHeight}px`};
    const columns = {gridTemplateColumns: `repeat(${this.columns}, minmax(0, 1fr))`, gridAutoRows: `${this.cellHeight}px`};
    return html`
      <div class="virtual" ${styles(place)}>
        <ul class="grid" ${styles(columns)}>
          ${repeat(indexes, (index) => `${this.itemKey?.(index) ?? `#${index}`}`, (index) => html`<li>${this.item(index, this.isPassing)}</li>`)}
        </ul>
      </div>`;
  }

  /** Brings an item into view and gives it the focus. */
  async reveal(index) {
    const row = Math.floor(index / this.columns);
    const {top} = this.getBoundingClientRect();
    const y = top + row * this.cellHeight;
    if (y < 80 || y + this.cellHeight > window.innerHeight - 80) {
      window.scrollBy({top: y - window.innerHeight / 2});
      this.measure();
      await this.updateComplete;
    }
    const find = () => this.querySelector(`[data-index="${index}"]`);
    if (!find()) {
      // It has to be read first.
      await this.need?.(index, index + 1);
      await new Promise(requestAnimationFrame);
    }
    find()?.focus({preventScroll: true});
  }
}

customElements.define('virtual-grid', VirtualGrid);
