// Photos that were dropped or chosen: they are sent one by one, a few at a time, whatever page is shown meanwhile.

import * as api from '../api.js';
import {strings} from '../strings.js';
import {changed} from './edits.js';

const AT_ONCE = 3;
const PHOTOS_BETWEEN_CLUSTERINGS = 200;
/** If the tab is closed, the server groups the new faces so many seconds after the last photo. */
const CLUSTER_AFTER_S = 60;
const MAX_LATEST_FACES = 24;
/** Problems after which the same photo is sent again. */
const TRANSIENT = ['TOO_BUSY', 'OVERLOADED', 'GALLERY_BUSY', 'RATE_LIMITED'];
const IMAGE = /\.(jpe?g|jpe|jfif|png|webp|gif|tiff?|bmp|dib|hei[cf]|hif|avifs?|jxl|jp2|j2k|jpx|ps[db]|mpo|dng|cr[23]|n[er]w|nef|arw|raf|orf|rw2|pef|srw)$/i;

/** The photos being sent, or those of the latest time; null before the first. */
export let uploads = null;

/**
 * All files of a drop, those in folders too. What cannot be read is there by its name alone.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<Array<File|{name: string}>>}
 */
export async function filesOf(transfer) {
  // All entries must be asked for before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = entries.length ? (await Promise.all(entries.map(filesBelow))).flat() : [...transfer.files];
  return files;
}

async function filesBelow(entry) {
  try {
    return await readEntry(entry);
  } catch {
    return [{name: entry.name}];
  }
}

async function readEntry(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return files;
    files.push(...(await Promise.all(some.map(filesBelow))).flat());
  }
}

/** Sends files to a gallery; files that are no images by their names are counted and left out. */
export function send(gallery, files) {
  const images = files.filter((file) => file instanceof Blob && IMAGE.test(file.name) && !file.name.startsWith('.'));
  const unreadable = files.filter((file) => !(file instanceof Blob))
    .map(({name}) => ({file: name, error: {detail: strings.startPage.lostFile}}));
  const skipped = files.length - images.length - unreadable.length;
  if (uploads && !uploads.ended && uploads.gallery === gallery) {
    uploads.waiting.push(...images);
    uploads.total += images.length;
    uploads.skipped += skipped;
    uploads.unreadable.push(...unreadable);
    return tell();
  }
  uploads = {
    gallery, waiting: images, total: images.length, skipped,
    done: 0, added: 0, faces: 0, known: 0, unreadable, latestFaces: [],
    started: Date.now(), ended: null, error: null, abort: new AbortController(),
  };
  tell();
  return run(uploads);
}

/** Stops; what was sent is kept. */
export function stop() {
  uploads.waiting = [];
  uploads.abort.abort();
}

async function run(state) {
  window.addEventListener('beforeunload', warn);
  await Promise.all(Array.from({length: AT_ONCE}, () => sendNext(state)));
  window.removeEventListener('beforeunload', warn);
  state.ended = Date.now();
  if (state.added) await cluster(state);
  tell();
  changed({live: true});
}

async function sendNext(state) {
  while (state.waiting.length && !state.error) {
    const file = state.waiting.shift();
    try {
      await sendOne(state, file);
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (error.status === 403) state.error = error;
      else state.unreadable.push({file: file.name, error});
    }
    state.done++;
    tell();
    if (state.added && state.added % PHOTOS_BETWEEN_CLUSTERINGS === 0) await cluster(state);
  }
}

async function sendOne(state, file) {
  for (;;) {
    const form = new FormData();
    form.append('image', file, file.name);
    try {
      const {gallery, abort: {signal}} = state;
      const {photos: [{added, photo}]} = await api.addPhotos({gallery, keep: true, clusterAfter: CLUSTER_AFTER_S}, form, {signal});
      if (!added) return void state.known++;
      state.added++;
      state.faces += photo.faces.length;
      state.latestFaces = [...photo.faces.map((one) => one.face), ...state.latestFaces].slice(0, MAX_LATEST_FACES);
      return;
    } catch (error) {
      if (error.status === 401) {
        await signedIn(state.abort.signal);
        continue;
      }
      if (error.code === 'OFFLINE') {
        await serverFound();
        continue;
      }
      if (!TRANSIENT.includes(error.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (Number(error.retryAfter) || 1)));
    }
  }
}

/** Waits until the server answers again, or a moment if that is not known: then it is tried again. */
function serverFound() {
  return new Promise((resolve) => {
    window.addEventListener('server-found', resolve, {once: true});
    setTimeout(resolve, 5000);
  });
}

/** Waits until somebody has signed in again, after the session ended. */
function signedIn(signal) {
  return new Promise((resolve, reject) => {
    window.addEventListener('signed-in', resolve, {once: true, signal});
    signal.addEventListener('abort', () => reject(signal.reason), {once: true});
  });
}

/** Groups the new faces. If that is refused now, the next clustering includes them. */
async function cluster({gallery}) {
  try {
    await api.startJob({gallery}, {kind: 'cluster'});
  } catch (error) {
    console.warn(error);
  }
}

function warn(event) {
  event.preventDefault();
}

function tell() {
  window.dispatchEvent(new CustomEvent('uploads-changed'));
}
