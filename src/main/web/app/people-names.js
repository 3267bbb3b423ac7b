// Names of all people of a gallery, for completion and for words about a person. Read once, and again after a change.

import * as api from '../api.js';
import {strings} from '../strings.js';

const PAGE = 1000;
let cache = null;

window.addEventListener('gallery-changed', () => (cache = null));

/** All people of the gallery, those with the most photos first: `[{person, name, photos, cover, …}]`. */
export function allPeople(gallery) {
  if (cache?.gallery !== gallery) {
    const people = readAll(gallery);
    cache = {gallery, people};
    people.catch(() => (cache = null));
  }
  return cache.people;
}

async function readAll(gallery) {
  const people = [];
  let cursor;
  do {
    const page = await api.listPeople({gallery, limit: PAGE, cursor});
    people.push(...page.people);
    cursor = page.next;
  } while (cursor);
  return people;
}

/** People whose name has a word that begins with the text; unnamed people are found by their number. */
export async function findPeople(gallery, text) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  return (await allPeople(gallery)).filter(({person, name}) =>
    name ? fold(name).split(/\s+/).some((word, i, all) => all.slice(i).join(' ').startsWith(wanted)) : wanted === `#${person}`);
}

/** What a person is called: the name, or the number. */
export function title({person, name}) {
  return name ?? strings.unnamed(person);
}

/** Without capitals and accents, as people type names. */
function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
