// The list of photos that an address's filters name, read where it is looked at. The pages Photos and Photo share it,
// so that going to the next photo needs no request.

import * as api from '../api.js';
import {PagedList} from './paged-list.js';

/** A photo is searched for so far down the list. */
const MAX_SEARCHED = 5000;

/** Filters of photos that an address may have; `with` and `without` are numbers of people, separated by commas. */
export const PHOTO_FILTERS = ['with', 'without', 'captured', 'path', 'minQuality', 'unnamed', 'order'];

let kept = null;

window.addEventListener('gallery-changed', () => (kept = null));

/** The numbers of people in a filter of an address. */
export function numbers(text) {
  return (text ?? '').split(',').filter(Boolean).map(Number);
}

/** Only the filters of an address, to take them along. */
export function filtersOf(query) {
  return Object.fromEntries(PHOTO_FILTERS.filter((name) => query[name]).map((name) => [name, query[name]]));
}

/** The list of these filters; the latest one is kept until the gallery changes. */
export function photoList(gallery, query) {
  const filter = {
    person: numbers(query.with),
    without: numbers(query.without),
    captured: query.captured,
    path: query.path,
    minQuality: query.minQuality,
    unnamed: query.unnamed,
    order: query.order ?? 'newest',
  };
  const key = JSON.stringify([gallery, filter]);
  if (kept?.key !== key) {
    const list = new PagedList(async (offset, limit) => {
      const {photos: items, count} = await api.listPhotos({gallery, ...filter, offset, limit});
      return {items, count};
    });
    kept = {key, list};
  }
  return kept.list;
}

/**
 * The index of a photo in a list, with its neighbours read; −1 if the list does not have it, or only far down.
 *
 * @param {number} near where the photo probably is
 */
export async function indexOfPhoto(list, photo, near = 0) {
  const find = () => list.items.findIndex((one) => one?.photo === photo);
  let index = find();
  if (index < 0) {
    await list.needEach(Math.max(0, near - 1), near + 2);
    index = find();
  }
  for (let read = 0; index < 0 && read < Math.min(list.count, MAX_SEARCHED); read += 1000) {
    await list.needEach(read, read + 1000);
    index = find();
  }
  if (index >= 0) await list.needEach(Math.max(0, index - 1), index + 2);
  return index;
}
