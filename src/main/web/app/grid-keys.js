import {strings} from '../strings.js';

const STEPS = {
  ArrowLeft: {by: -1}, ArrowRight: {by: 1}, l: {by: 1},
  ArrowUp: {rows: -1}, k: {rows: -1}, ArrowDown: {rows: 1}, j: {rows: 1},
};

/** The index of the grid's item that has the focus, or one of whose buttons has it; else null. Links have it as `data-index`. */
export function focusedIndex() {
  const focused = document.activeElement;
  const item = focused?.closest?.('[data-index]') ?? focused?.closest?.('virtual-grid li')?.querySelector('[data-index]');
  const index = item?.dataset.index;
  return index === undefined ? null : Number(index);
}

/** Keys that move the focus in a page's `virtual-grid`. */
export function moveKeys(page) {
  const step = ({by = 0, rows = 0}) => {
    const grid = page.querySelector('virtual-grid');
    if (!grid?.count) return false;
    const now = focusedIndex();
    const next = now === null ? 0 : now + by + rows * grid.columns;
    if (next >= 0 && next < grid.count) grid.reveal(next);
    return true;
  };
  return Object.fromEntries(Object.entries(STEPS).map(([key, by]) => [key, [() => step(by), '']]));
}

/**
 * Keys that select: a selection is there to change what is selected. A single letter selects all only where something is
 * selected already, so that a name that is typed beside a field does nothing.
 *
 * @param {(index: number, event: KeyboardEvent) => void} toggle selects an item or no longer does
 * @param {() => void} all selects all items
 */
export function selectKeys(selection, toggle = (index, event) => selection.toggle(index, event), all = () => selection.all()) {
  const toggleFocused = (event) => {
    const index = focusedIndex();
    // A space presses a button.
    if (index === null || event.target.closest?.('button')) return false;
    toggle(index, event);
    return true;
  };
  return {
    ' ': [toggleFocused, strings.keys.select],
    a: [() => (selection.size ? all() : false), strings.keys.all],
    'Ctrl+a': [() => all(), strings.keys.allAlways],
    Escape: [() => (selection.size ? (selection.clear(), true) : false), strings.keys.clear],
  };
}
