// Edits: each shows a sentence with Undo, says it to screen readers, and tells all parts of the page that data changed.

import * as api from '../api.js';
import {reversalText} from './history-words.js';
import {ApiError} from './http.js';
import {ask} from '../components/question-dialog.js';
import {strings} from '../strings.js';

/** After that, somebody who waits is told for what. */
const SLOW_MS = 400;

/**
 * Events of the window: `toast`, and `gallery-changed` after every edit. A toast has at most one of `undo`, which takes back an
 * edit; `reverse: {text, run}`, which reverses an undo or redo; and `retry`. It may have a `link: {text, address}`. One that
 * `isBusy` stays until the next; one that `isLost` says that the server is away.
 */
export function toast(text, {undo = null, reverse = null, retry = null, link = null, kind = 'info', isBusy = false, isLost = false} = {}) {
  window.dispatchEvent(new CustomEvent('toast', {detail: {text, undo, reverse, retry, link, kind, isBusy, isLost}}));
}

/** Tells all parts of the page that the gallery changed. */
export function changed(detail = {}) {
  window.dispatchEvent(new CustomEvent('gallery-changed', {detail}));
}

/** Words for an error: what happened, what is safe, what to do. */
export function errorText(error) {
  if (!(error instanceof ApiError)) {
    console.error(error);
    return strings.errors.page;
  }
  return strings.errors[error.code]?.(error) ?? strings.errors.other(error);
}

/**
 * Shows an error that ended an action. An action that did not reach the server can be tried again by `retry`; a name that is
 * still in its field only by the field, or it would be given twice.
 */
export function showError(error, retry = null) {
  if (error.name === 'AbortError') return;
  const isLost = error.code === 'OFFLINE';
  const canRetry = isLost && !document.querySelector('name-field.opened');
  toast(errorText(error), {kind: 'error', isLost, retry: canRetry ? retry : null});
}

/**
 * Runs an edit and offers its undo.
 *
 * @param {string} gallery
 * @param {string} text what was done, in a sentence
 * @param {() => Promise<object>} action calls the API
 * @param {(result: object) => {text: string, address: string}} link where to see what was made; none if left out
 * @returns {Promise<object|null>} what the API answered; null if it refused, which the reader has then been told
 */
export async function edit(gallery, text, action, link = () => null) {
  try {
    const result = (await action()) ?? {};
    return told(gallery, text, result, link(result));
  } catch (error) {
    showError(error, () => edit(gallery, text, action, link));
    return null;
  }
}

/** Says that an edit was done, with its undo if there is one, and tells all parts of the page. Returns what the API answered. */
export function told(gallery, text, result, link = null) {
  const event = result.event ?? result.changes?.at(-1)?.event;
  toast(text, {undo: event ? () => undoEdit(gallery, event) : null, link});
  changed(result);
  return result;
}

/** Takes back the latest edit. Returns whether it worked. */
export const undo = (gallery) => reverse(gallery, 'undo', {count: 1});

/** Takes back the edit of this number. If others came after it, perhaps somebody else's, asks whether these are taken back, too. */
export function undoEdit(gallery, event) {
  return reverse(gallery, 'undo', {event, count: 1}, 1, () => undoLater(gallery, event));
}

async function undoLater(gallery, event) {
  const {title, text, answer} = strings.laterEdits;
  return (await ask({title, text, answers: [{value: 'all', text: answer}]})) === 'all' && reverse(gallery, 'undo', {event}, 2);
}

/** Takes back this edit and all later ones, so many. */
export const undoTo = (gallery, event, count) => reverse(gallery, 'undo', {event}, count);

/** Repeats the edit that was taken back last. */
export const redo = (gallery) => reverse(gallery, 'redo', {count: 1});

/** Repeats this edit and all earlier ones that were taken back, so many. */
export const redoTo = (gallery, event, count) => reverse(gallery, 'redo', {event}, count);

/**
 * Undoes or redoes; `gallery-changed` then has the numbers of the edits in `undone` or `redone`. The toast offers to reverse
 * exactly those: the first change of an undo is about the latest of them, that of a redo about the earliest.
 */
async function reverse(gallery, kind, wanted, count = wanted.count, otherwise = null) {
  const isUndo = kind === 'undo';
  const showProgress = () => toast((isUndo ? strings.takingBack : strings.doingAgain)(count), {isBusy: true});
  const slow = setTimeout(showProgress, SLOW_MS);
  try {
    const result = await (isUndo ? api.undo : api.redo)({gallery}, wanted);
    clearTimeout(slow);
    const edits = result.changes.map(({original}) => original);
    changed({...result, [isUndo ? 'undone' : 'redone']: edits});
    if (!edits.length) {
      toast(isUndo ? strings.nothingToUndo : strings.nothingToRedo);
      return true;
    }
    const text = await reversalText(gallery, kind, result.changes);
    const run = () => reverse(gallery, isUndo ? 'redo' : 'undo', {event: edits[0]}, edits.length);
    const [one, many] = isUndo ? [strings.redo, strings.redoThem] : [strings.undo, strings.undoThem];
    toast(text, {reverse: {text: edits.length === 1 ? one : many, run}});
    return true;
  } catch (error) {
    if (error.code === 'CONTRADICTION' && otherwise) return otherwise();
    if (error.code === 'INVALID_ARGUMENT' && wanted.event) return reversedElsewhere(isUndo, wanted.event);
    showError(error);
    return false;
  } finally {
    clearTimeout(slow);
  }
}

/** The edit is not where it could be undone or redone any more. */
function reversedElsewhere(isUndo, event) {
  changed(isUndo ? {undone: [event]} : {});
  toast(isUndo ? strings.undoneElsewhere : strings.cannotRedo);
  return isUndo;
}
