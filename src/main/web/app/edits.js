// Edits: each shows a sentence with Undo, says it to screen readers, and tells all parts of the page that data changed.

import * as api from '../api.js';
import {reversal} from './history-words.js';
import {ApiError} from './http.js';
import {ask} from '../components/question-dialog.js';
import {strings} from '../strings.js';

/** After that, somebody who waits is told for what. */
const SLOW_MS = 400;

/**
 * Events of the window: `toast`, and `gallery-changed` after every edit. A toast has at most one of `undo`, which takes back an
 * edit; `reverse: {text, run}`, which reverses an undo or redo; and `retry`. It may have a `link: {text, address}`. One that
 * `isBusy` stays until the next.
 */
export function toast(text, {undo = null, reverse = null, retry = null, link = null, kind = 'info', isBusy = false} = {}) {
  window.dispatchEvent(new CustomEvent('toast', {detail: {text, undo, reverse, retry, link, kind, isBusy}}));
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

/** Shows an error that ended an action. An action that did not reach the server can be tried again by `retry`. */
export function showError(error, retry = null) {
  if (error.name === 'AbortError') return;
  toast(errorText(error), {kind: 'error', retry: error.code === 'OFFLINE' ? retry : null});
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
    const result = await action();
    toast(text, {undo: () => undoEdit(gallery, result?.event), link: link(result ?? {})});
    changed(result ?? {});
    return result ?? {};
  } catch (error) {
    showError(error, () => edit(gallery, text, action, link));
    return null;
  }
}

/** Takes back the latest edit, or so many. Returns whether it worked. */
export const undo = (gallery, count = 1) => reverse(gallery, 'undo', {count});

/**
 * Takes back one edit. If others came after it, perhaps somebody else's, asks whether these are taken back, too.
 *
 * @param {number} event the number of the edit; the latest if it is left out
 */
export function undoEdit(gallery, event) {
  return event ? reverse(gallery, 'undo', {event, count: 1}, 1, () => undoLater(gallery, event)) : undo(gallery);
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
 * Undoes or redoes; `gallery-changed` then says in `undone` or `redone` how many. The toast offers to reverse exactly those
 * edits: the first change of an undo is about the latest of them, that of a redo about the earliest.
 */
async function reverse(gallery, kind, wanted, count = wanted.count, otherwise = null) {
  const isUndo = kind === 'undo';
  const showProgress = () => toast((isUndo ? strings.takingBack : strings.doingAgain)(count), {isBusy: true});
  const slow = setTimeout(showProgress, SLOW_MS);
  try {
    const result = await (isUndo ? api.undo : api.redo)({gallery}, wanted);
    clearTimeout(slow);
    const n = result.changes.length;
    changed({...result, [isUndo ? 'undone' : 'redone']: n});
    if (!n) {
      toast(isUndo ? strings.nothingToUndo : strings.nothingToRedo);
      return true;
    }
    const {text, edit: first} = await reversal(gallery, kind, result.changes);
    const run = () => reverse(gallery, isUndo ? 'redo' : 'undo', first === null ? {count: n} : {event: first}, n);
    const [one, many] = isUndo ? [strings.redo, strings.redoThem] : [strings.undo, strings.undoThem];
    toast(text, {reverse: {text: n === 1 ? one : many, run}});
    return true;
  } catch (error) {
    if (error.code === 'CONTRADICTION' && otherwise) return otherwise();
    showError(error);
    return false;
  } finally {
    clearTimeout(slow);
  }
}
