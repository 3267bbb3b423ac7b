// Naming: a name that another person has is a question, not an error.

import * as api from '../api.js';
import {strings} from '../strings.js';
import {edit, showError, told} from './edits.js';
import {peopleByNumber, personNamed, title} from './people-names.js';
import {ask} from '../components/question-dialog.js';

/**
 * Names a person. If another person has the name, asks whether both are the same person: then they are merged.
 *
 * @param {{person: number, name: string|null}} person
 * @param {string} name empty to remove the name
 * @param {object} options `merged`: numbers of people without a name who are the same person; merged into it by the same edit.
 *     `known`: the number of who was chosen of the people that are called so. `link`: as of a toast
 * @returns {Promise<object|null>} what the API answered; null if nothing was done
 */
export async function namePerson(gallery, person, name, options = {}) {
  const {merged = [], known = null, link = null} = options;
  const text = name ? strings.named(person.person, name) : strings.nameRemoved(title(person));
  try {
    return told(gallery, text, await setName(gallery, person, name, merged), link);
  } catch (error) {
    if (error.code !== 'ALREADY_EXISTS') {
      showError(error, () => namePerson(gallery, person, name, options));
      return null;
    }
    return resolveSameName(gallery, person, name, merged, known ?? error.people[0]);
  }
}

function setName(gallery, {person}, name, merged, query = {}) {
  return merged.length
    ? api.mergePeople({gallery, ...query}, {from: merged, into: person, name})
    : api.changePerson({gallery, person, ...query}, {name: name || null});
}

/**
 * Gives faces to the person that was chosen or has this name; a new name makes a new person. If somebody is called nearly so,
 * asks whether that is the person.
 *
 * @param {string[]} faces at least one
 * @param {{name: string, person: number|null}} chosen as `name-field` tells it
 * @param {(name: string) => string} text what was done, in a sentence
 * @returns {Promise<object|null>} what the API answered; null if nothing was done
 */
export async function nameFaces(gallery, faces, chosen, text) {
  const {name} = chosen;
  const moveTo = (into, called) => edit(gallery, text(called), () => api.moveFaces({gallery, person: into}, {faces}));
  const makePerson = (query) => api.splitPerson({gallery, ...query}, {faces, name});
  try {
    const known = chosen.person ?? (await personNamed(gallery, name))?.person;
    return known ? moveTo(known, name) : told(gallery, text(name), await makePerson({}));
  } catch (error) {
    if (error.code !== 'ALREADY_EXISTS') {
      showError(error, () => nameFaces(gallery, faces, chosen, text));
      return null;
    }
    const {answer, other} = await askSameName(gallery, {cover: faces[0], text: strings.faces(faces.length)}, name, error.people[0]);
    if (answer === 'same') return moveTo(other.person, other.name);
    return answer === 'other' ? edit(gallery, text(name), () => makePerson({sameName: true})) : null;
  }
}

/** Somebody else has this name: the same person, or another one? */
async function resolveSameName(gallery, person, name, merged, holder) {
  const {answer, other} = await askSameName(gallery, {cover: person.cover, text: title(person)}, name, holder);
  if (answer === 'same') {
    const merge = () => api.mergePeople({gallery}, {from: [...merged, person.person], into: other.person});
    return edit(gallery, strings.merged(merged.length + 2, other.name), merge);
  }
  if (answer === 'other') {
    const naming = () => setName(gallery, person, name, merged, {sameName: true});
    return edit(gallery, strings.named(person.person, name), naming);
  }
  return null;
}

/**
 * Asks whether somebody is the person who has the name.
 *
 * @param {{cover: string, text: string}} one who is to be called so
 * @param {number|undefined} holder the number of who has the name
 * @returns {Promise<{answer: string, other: object|undefined}>} `same`, `other` or empty, and who has the name
 */
async function askSameName(gallery, one, name, holder) {
  const other = await findHolder(gallery, name, holder);
  const called = other?.name ?? name;
  const picture = ({cover, text}) => (cover ? [{source: api.getFaceCropUrl({gallery, face: cover}), text}] : []);
  const answer = await ask({
    title: strings.sameName.title(called),
    text: strings.sameName.text(called),
    pictures: other ? [one, {cover: other.cover, text: title(other)}].flatMap(picture) : [],
    answers: [
      ...(other ? [{value: 'same', text: strings.sameName.same, primary: true}] : []),
      {value: 'other', text: strings.sameName.other},
    ],
  });
  return {answer, other};
}

async function findHolder(gallery, name, number) {
  const [holder] = number ? await peopleByNumber(gallery, [number]) : [];
  return holder ?? personNamed(gallery, name);
}
