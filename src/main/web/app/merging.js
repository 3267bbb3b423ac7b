// Merging: what it would lose, a name or an overview, is asked first.

import * as api from '../api.js';
import {ask} from '../components/question-dialog.js';
import {strings} from '../strings.js';
import {edit} from './edits.js';
import {title} from './people-names.js';

/** As many pictures and names as a question shows. */
const SHOWN_FACES = 12;
const SHOWN_NAMES = 6;
const words = strings.merging;

/**
 * Merges people into one. Asks which name stays if they have different ones, and whether it is meant if they are many.
 *
 * @param {Array<{person: number, name: string|null, cover: string}>} people at least two; who comes first stays if none has
 *     a name
 * @param {object} options `isAsked`: whether to ask in any case; `deciding`: is told who stays before they are merged
 * @returns {Promise<object|null>} who stayed; null if nothing was done
 */
export async function mergePeople(gallery, people, {isAsked = false, deciding = () => {}} = {}) {
  const into = await askWhoStays(gallery, people, {isAsked});
  if (!into) return null;
  deciding(into);
  const from = people.filter((one) => one !== into).map((one) => one.person);
  const merge = () => api.mergePeople({gallery}, {from, into: into.person});
  return (await edit(gallery, strings.merged(people.length, title(into)), merge)) === null ? null : into;
}

/**
 * The one of these people whose number, name and cover stay when they become one person; null if they shall not. Two people
 * of whom at most one has a name are asked about only if that is wanted.
 */
export function askWhoStays(gallery, people, {isAsked = false} = {}) {
  const names = new Map();
  people.filter((one) => one.name).forEach((one) => names.set(one.name, names.get(one.name) ?? one));
  if (names.size > 1) return askName(gallery, people, [...names.values()]);
  const [into = people[0]] = names.values();
  return people.length > 2 || isAsked ? askMany(gallery, people, into) : into;
}

async function askName(gallery, people, named) {
  const offered = named.slice(0, SHOWN_NAMES);
  const answer = await ask({
    title: people.length > 2 ? words.manyTitle(people.length) : words.nameTitle,
    text: words.nameText(named.length),
    pictures: picturesOf(gallery, people.length > SHOWN_NAMES ? offered : people),
    answers: offered.map((one, index) => ({value: `${one.person}`, text: one.name, primary: index === 0})),
    cautious: people.length > 2,
  });
  return offered.find((one) => `${one.person}` === answer) ?? null;
}

async function askMany(gallery, people, into) {
  const answer = await ask({
    title: people.length > 2 ? words.manyTitle(people.length) : words.twoTitle,
    text: words.manyText(title(into), people.length - SHOWN_FACES),
    pictures: picturesOf(gallery, people.slice(0, SHOWN_FACES)),
    answers: [{value: 'merge', text: words.many(people.length), primary: true}],
    cautious: people.length > 2,
  });
  return answer === 'merge' ? into : null;
}

const picturesOf = (gallery, people) =>
  people.map((one) => ({source: one.cover ? api.getFaceCropUrl({gallery, face: one.cover}) : '', text: title(one)}));
