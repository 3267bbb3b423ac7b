// What the filters of an address may be. An address may have been typed, cut when it was copied, or come from another version:
// what a page could not read is left out, and that is said.

import {strings} from '../strings.js';

const oneOf = (...values) => (value) => values.includes(value);
const isNumbers = (value) => value.split(',').length <= 64 && value.split(',').every((one) => /^[1-9]\d{0,17}$/.test(one));
const isTrue = oneOf('true');

/** A year, a month or a day that there is. */
function isPeriod(value) {
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(value)) return false;
  const day = `${value}-01-01`.slice(0, 10);
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
}

const ofPhotos = {
  with: isNumbers,
  without: isNumbers,
  captured: isPeriod,
  minQuality: oneOf(...strings.photoFilters.qualities.map(([value]) => value)),
  unnamed: isTrue,
};
const inOrder = {...ofPhotos, order: oneOf(...Object.keys(strings.photosPage.orders))};

/** For each page, the filters that not every text can be. */
const pages = {
  people: {
    order: oneOf(...Object.keys(strings.peoplePage.orders)),
    named: oneOf('true', 'false'),
    hidden: isTrue,
  },
  photos: inOrder,
  photo: inOrder,
  search: {...ofPhotos, face: (value) => /^[0-9a-f]{64}-\d{1,9}$/.test(value), order: oneOf(...Object.keys(strings.searchPage.orders))},
  duplicates: {
    tab: oneOf('people', 'photos'),
    min: oneOf(...strings.duplicatesPage.minimums.map(([value]) => value)),
    person: isNumbers,
  },
};

/**
 * Separates the filters that a page understands from those that it does not.
 *
 * @param {{page: string, query: object}} place
 * @returns {{query: object, leftOut: string[]}} `leftOut` as `name=value`
 */
export function understood({page, query}) {
  const rules = pages[page] ?? {};
  const isWrong = ([name, value]) => value !== '' && Object.hasOwn(rules, name) && !rules[name](value);
  const all = Object.entries(query);
  return {
    query: Object.fromEntries(all.filter((one) => !isWrong(one))),
    leftOut: all.filter(isWrong).map(([name, value]) => `${name}=${value}`),
  };
}
