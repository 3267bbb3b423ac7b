// The list of photos that an address's filters name, read as far as it is needed. The pages Photos and Photo share it,
// so that going to the next photo needs no request.

import * as api from '../api.js';

const PAGE = 200;

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
  if (kept?.key !== key) kept = {key, list: new PhotoList(gallery, filter)};
  return kept.list;
}

class PhotoList {
  constructor(gallery, filter) {
    Object.assign(this, {gallery, filter, photos: [], count: null, next: null, reading: null});
  }

  get isComplete() {
    return this.count !== null && !this.next;
  }

  /** Reads on until the list has this many photos or ends. */
  async need(size) {
    while (this.photos.length < size && !this.isComplete) {
      this.reading ??= this.read().finally(() => (this.reading = null));
      await this.reading;
    }
  }

  async read() {
    const page = await api.listPhotos({gallery: this.gallery, ...this.filter, limit: PAGE, cursor: this.next});
    this.photos.push(...page.photos);
    this.next = page.next;
    this.count = page.count ?? this.photos.length;
  }

  /** The index of a photo, which may need reading on; −1 if the list does not have it. */
  async indexOf(photo) {
    for (let from = 0; ; ) {
      const found = this.photos.findIndex((one, index) => index >= from && one.photo === photo);
      if (found >= 0 || this.isComplete) return found;
      from = this.photos.length;
      await this.need(from + 1);
    }
  }
}
