// People by name and by number, for completion and for words about a person. The server finds them: a gallery may have
// many thousands.

import * as api from '../api.js';
import {strings} from '../strings.js';

const MAX_SAME_NAME = 100;

/** The API takes no more at once. */
const MAX_NUMBERS = 256;

/**
 * People whose name has a word that begins with the text, those with the most photos first; unnamed people are found by
 * their number.
 */
export async function findPeople(gallery, text, limit) {
  return text.trim() ? (await api.listPeople({gallery, ...wantedBy(text), limit})).people : [];
}

/** The query of `listPeople` for a text: a name, or a number such as `#12`. */
export function wantedBy(text) {
  const wanted = text.trim();
  const [, number] = /^#(\d{1,18})$/.exec(wanted) ?? [];
  return number ? {person: [number]} : {search: wanted};
}

/** The person with exactly this name, the one with the most photos if there are several; undefined if there is none. */
export async function personNamed(gallery, name) {
  return (await findPeople(gallery, name, MAX_SAME_NAME)).find((one) => one.name === name);
}

/** The people with these numbers, those with the most photos first; hidden people are left out unless they are wanted. */
export async function peopleByNumber(gallery, numbers, {hidden = false} = {}) {
  const people = [];
  const different = [...new Set(numbers)];
  for (let from = 0; from < different.length; from += MAX_NUMBERS) {
    const person = different.slice(from, from + MAX_NUMBERS);
    people.push(...(await api.listPeople({gallery, person, hidden, limit: MAX_NUMBERS})).people);
  }
  return people;
}

/** What a person is called: the name, or the number. */
export function title({person, name}) {
  return name ?? strings.unnamed(person);
}
