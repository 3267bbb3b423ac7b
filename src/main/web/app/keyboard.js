// Keys. A page gives its keys as `{key: [action, words]}`; the same key means the same on every page. `Ctrl+a` is also the
// command key with `a`.

import {canEdit} from './session.js';

const layers = [];

/** Whether somebody is typing, so that letters are text. */
function isTyping(event) {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    && !/^(checkbox|radio|button|range)$/.test(target.type ?? '');
}

/**
 * Adds keys until the returned function is called. The latest layer that knows a key answers it.
 *
 * @param {boolean} changes whether the keys change something: somebody who may only look does not have them
 */
export function addKeys(keys, {changes = false} = {}) {
  const layer = {keys, changes};
  layers.push(layer);
  return () => layers.splice(layers.indexOf(layer), 1);
}

/** The keys that answer now, layer by layer. */
function answering() {
  return layers.filter(({changes}) => !changes || canEdit()).map(({keys}) => keys);
}

/** All keys that answer now, as `[key, words]`, for the help. */
export function currentKeys() {
  const all = new Map();
  for (const layer of answering()) {
    for (const [key, [, words]] of Object.entries(layer)) all.set(key, words);
  }
  return [...all].filter(([, words]) => words);
}

/** Starts to listen; called once. */
export function listenToKeys() {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey) return;
    if (isTyping(event) && event.key !== 'Escape') return;
    const key = event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key;
    for (const layer of answering().toReversed()) {
      const entry = layer[key];
      if (entry && entry[0](event) !== false) {
        event.preventDefault();
        return;
      }
    }
  });
}
