// Edits: each shows a sentence with Undo, says it to screen readers, and tells all parts of the page that data changed.

import * as api from '../api.js';
import {ApiError} from './http.js';
import {strings} from '../strings.js';

/** Events of the window: `toast` with `{text, undo?, retry?, link?, kind}`, and `gallery-changed` after every edit. */
export function toast(text, {undo = null, retry = null, link = null, kind = 'info'} = {}) {
  window.dispatchEvent(new CustomEvent('toast', {detail: {text, undo, retry, link, kind}}));
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
    toast(text, {undo: () => undo(gallery), link: link(result ?? {})});
    changed(result ?? {});
    return result ?? {};
  } catch (error) {
    showError(error, () => edit(gallery, text, action, link));
    return null;
  }
}

/** Takes back the latest edit, or so many; `gallery-changed` then says in `undone` how many. Returns whether it worked. */
export async function undo(gallery, count = 1) {
  try {
    const result = await api.undo({gallery}, {count});
    toast(strings.undone(result), {});
    changed({...result, undone: result.changes.length});
    return true;
  } catch (error) {
    showError(error);
    return false;
  }
}

/** Repeats the edit that was taken back last; `gallery-changed` then says in `redone` how many. */
export async function redo(gallery) {
  try {
    const result = await api.redo({gallery}, {count: 1});
    toast(strings.redone(result), {});
    changed({...result, redone: result.changes.length});
  } catch (error) {
    showError(error);
  }
}
