// What happens in the gallery elsewhere: edits in other tabs and by other programs, photos that arrive, jobs. One stream of
// events from the server; it ends while the tab is hidden, and what happened meanwhile is noticed by the gallery's version.
// When the stream breaks, the server is asked why: it may be gone for now, or nobody may be signed in any more.

import * as api from '../api.js';
import {changed} from './edits.js';
import {loadSession, mustSignIn} from './session.js';

const MIN_BETWEEN_READS_MS = 1500;
const RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
const MAX_LOST_MS = 8000;

let gallery = null;
let stream = null;
let retry = 0;
let retryAfter = RETRY_MS;
let version = null;
let pending = 0;
let latestRead = 0;
let ownEvent = 0;
let sawPhotos = false;
let isLost = false;
const jobs = new Map();

/** Follows a gallery instead of the one before. */
export function follow(name) {
  if (name === gallery) return;
  gallery = name;
  version = null;
  jobs.clear();
  connect();
}

/** Follows no gallery any more, after a sign-out. */
export function unfollow() {
  gallery = null;
  disconnect();
  clearTimeout(pending);
  pending = 0;
  tellLost(false);
}

/** Jobs of the gallery that have not ended, or ended while the page was shown, by their ids. */
export function liveJobs() {
  return [...jobs.values()];
}

function connect() {
  disconnect();
  if (!gallery || document.hidden) return;
  stream = new EventSource(api.watchGalleryUrl({gallery}));
  stream.addEventListener('message', (message) => receive(JSON.parse(message.data)));
  stream.addEventListener('open', found);
  stream.addEventListener('error', findOut);
}

/** The stream ended. Asks the server whether it is there and who is signed in, and reads on as soon as that is possible. */
async function findOut() {
  disconnect();
  const left = gallery;
  try {
    await loadSession();
  } catch (error) {
    if (left !== gallery) return;
    if (error.code === 'OFFLINE' || error.status >= 500) tellLost(true);
    again(findOut, MAX_LOST_MS);
    return;
  }
  if (left !== gallery) return;
  if (mustSignIn()) {
    window.dispatchEvent(new CustomEvent('signed-out'));
    return;
  }
  // The server may end a stream again and again, for instance of a gallery that was deleted.
  again(connect, MAX_RETRY_MS);
  window.dispatchEvent(new CustomEvent('stream-ended'));
}

function again(step, most) {
  clearTimeout(retry);
  retry = setTimeout(step, retryAfter);
  retryAfter = Math.min(2 * retryAfter, most);
}

/** The server is there again: what could not be read meanwhile is read now. */
function found() {
  if (!isLost) return;
  tellLost(false);
  changed({live: true});
}

/** Fires `server-lost` and `server-found`. */
function tellLost(isLostNow) {
  if (isLostNow === isLost) return;
  isLost = isLostNow;
  window.dispatchEvent(new CustomEvent(isLost ? 'server-lost' : 'server-found'));
}

function disconnect() {
  clearTimeout(retry);
  stream?.close();
  stream = null;
}

function receive(event) {
  retryAfter = RETRY_MS;
  if (event.kind === 'job') {
    jobs.set(event.job, event);
    window.dispatchEvent(new CustomEvent('job-changed', {detail: event}));
    return;
  }
  const isFirst = version === null;
  const isNew = event.version !== version;
  if (event.kind === 'photos-changed') {
    // The event about people follows at once, if there is one.
    if (isNew && !isFirst) soon();
    sawPhotos = isNew && !isFirst;
  } else if (!isFirst && (isNew || sawPhotos) && (sawPhotos || event.event !== ownEvent)) {
    soon();
  }
  version = event.version;
}

/** Tells all parts of the page, but not in every moment of a long ingest. */
function soon() {
  if (pending) return;
  const wait = Math.max(100, latestRead + MIN_BETWEEN_READS_MS - Date.now());
  pending = setTimeout(() => {
    pending = 0;
    latestRead = Date.now();
    changed({live: true});
  }, wait);
}

// The page has read what it changed itself already.
window.addEventListener('gallery-changed', ({detail}) => {
  const events = [detail.event, ...(detail.changes ?? []).map((one) => one.event)].filter(Boolean);
  if (events.length) ownEvent = Math.max(...events);
});
document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
// A stream that is kept would keep the page out of the browser's cache for Back.
window.addEventListener('pagehide', disconnect);
window.addEventListener('pageshow', ({persisted}) => persisted && connect());
