import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {LikenessElement} from './element.js';
import {styles} from './styles.js';

const ROWS_AROUND = 3;

/**
 * A grid of equal cells of which only the visible rows exist. It has its full height at once, so nothing moves when
 * items arrive, and the place is found again after Back.
 *
 * Properties: `count`, number of items; `cellWidth`, `cellHeight` in pixels; `item(index)`, renders one;
 * `need(from, to)`, called when a range becomes visible; `itemKey(index)`, what identifies an item, so that a field in which
 * somebody types moves with its item when the order changes.
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
  };

  constructor() {
    super();
    Object.assign(this, {count: 0, cellWidth: 144, cellHeight: 184, columns: 1, first: 0, last: 0});
    this.whileShown('scroll', () => this.measure());
  }

  connectedCallback() {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
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

  /** Finds the rows in view. */
  measure() {
    const {top, width} = this.getBoundingClientRect();
    this.columns = Math.max(1, Math.floor(width / this.cellWidth));
    const rows = Math.ceil(this.count / this.columns);
    this.first = Math.min(rows, Math.max(0, Math.floor(-top / this.cellHeight) - ROWS_AROUND));
    this.last = Math.min(rows, Math.ceil((window.innerHeight - top) / this.cellHeight) + ROWS_AROUND);
    this.need?.(this.first * this.columns, Math.min(this.count, this.last * this.columns));
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
          ${repeat(indexes, (index) => `${this.itemKey?.(index) ?? `#${index}`}`, (index) => html`<li>${this.item(index)}</li>`)}
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
    this.querySelector(`[data-index="${index}"]`)?.focus({preventScroll: true});
  }
}

customElements.define('virtual-grid', VirtualGrid);
