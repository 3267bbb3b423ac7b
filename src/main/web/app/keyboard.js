// Keys. A page gives its keys as `{key: [action, words]}`; the same key means the same on every page. `Ctrl+a` is also the
// command key with `a`.

import {canEdit} from './session.js';

const layers = [];

/** After a field for a name is closed, somebody may still be typing it. */
const PAUSE_MS = 600;

/** What of a name can be typed without the field. A space presses a button. */
const isLetter = ({key, ctrlKey, metaKey}) => !ctrlKey && !metaKey && ((key.length === 1 && key !== ' ') || key === 'Backspace');

let pausedUntil = 0;

/** Letters do nothing for a moment, and until nobody types any more. */
export function pauseLetters() {
  pausedUntil = Date.now() + PAUSE_MS;
}

/**
 * Whether the letter belongs to a name that somebody types. A field that was opened for a name (`name-field.opened`) takes the
 * letters even if the focus has left it.
 */
function isOfAName(event) {
  const field = document.querySelector('name-field.opened input');
  if (field) {
    field.focus();
  } else if (Date.now() < pausedUntil) {
    pauseLetters();
    event.preventDefault();
  } else {
    return false;
  }
  return true;
}

/** Whether somebody is typing, so that letters are text. */
function isTyping(event) {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    && !/^(checkbox|radio|button|range)$/.test(target.type ?? '');
}

/** Whether Escape closed a field for a name that the focus had left. */
function leaveField(event) {
  const field = isTyping(event) || document.querySelector('dialog[open]') ? null : document.querySelector('name-field.opened');
  field?.cancel();
  return field !== null;
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
    if (isLetter(event) && isOfAName(event)) return;
    if (event.key === 'Escape' && leaveField(event)) return;
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
