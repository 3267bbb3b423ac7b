// Words for the events of the history: a sentence from the facts that the API tells, with the names that people have now.

import * as api from '../api.js';
import {strings} from '../strings.js';
import {peopleByNumber, title} from './people-names.js';

/** So many people are named in a sentence; the others are counted. */
const MAX_NAMED = 3;

/** In a sentence, a person stands between these: the number, and the name that the event gave if it gave one. */
const PERSON = /\uE000(\d+)\uE001(.*?)\uE002/su;

const mark = (person, name = '') => `\uE000${person}\uE001${name ?? ''}\uE002`;

/** The people whom the sentence of an event names, the one that it is mainly about first. */
const namedPeople = ({people}) => people.slice(0, MAX_NAMED + 1);

/**
 * Reads who the people of these events are.
 *
 * @returns {Promise<Map<number, object>>} by their numbers; of people who are gone only `name`, if one of the events gave it
 */
export async function peopleOfEvents(gallery, events) {
  const people = new Map();
  for (const {people: [person], name} of events) {
    if (person && name && !people.has(person)) people.set(person, {person, name, isGone: true});
  }
  const numbers = events.flatMap(namedPeople);
  for (const one of await peopleByNumber(gallery, numbers, {hidden: true})) people.set(one.person, one);
  return people;
}

/**
 * The sentence of an event in parts: texts, and people as `{person, text}`.
 *
 * @param event of the history
 * @param {object} [original] the event that an undo or redo is about, if it is known
 */
export function sentenceParts(event, original, people) {
  const [one, two] = event.people.map((person) => mark(person));
  const about = {
    ...event,
    one,
    two,
    called: event.name === null ? one : mark(event.people[0], event.name),
    all: list(event.people),
    others: list(event.people.slice(1)),
  };
  const known = event.original === null ? event : original;
  let sentence = known ? strings.events[known.type](about) : strings.anEarlierChange;
  if (event.original !== null) sentence = strings[event.type === 'undo' ? 'tookBack' : 'didAgain'](startLower(sentence));
  // What is split by an expression with two groups is a text, a number, a name, and so on.
  const parts = [];
  const pieces = sentence.split(PERSON);
  for (let i = 0; i < pieces.length; i += 3) {
    parts.push(pieces[i]);
    if (i + 1 < pieces.length) {
      const person = Number(pieces[i + 1]);
      parts.push({person, text: pieces[i + 2] || title(people.get(person) ?? {person})});
    }
  }
  return parts;
}

/** The sentence of an event. */
export function sentenceOf(event, original, people) {
  return sentenceParts(event, original, people).map((part) => part.text ?? part).join('');
}

/**
 * What a toast says after changes were undone or redone.
 *
 * @param {object[]} changes what the API answered
 */
export async function reversalText(gallery, kind, changes) {
  const many = kind === 'undo' ? strings.tookBackMany(changes.length) : strings.didAgainMany(changes.length);
  if (changes.length > 1) return many;
  try {
    const [{event: number, original: edit}] = changes;
    const {events} = await api.listHistory({gallery, limit: 200});
    const event = events.find((one) => one.event === number);
    if (!event) return many;
    const original = events.find((one) => one.event === edit);
    return sentenceOf(event, original, await peopleOfEvents(gallery, original ? [event, original] : [event]));
  } catch {
    // The change itself was made; only the words for it are missing.
    return many;
  }
}

function list(people) {
  const named = people.slice(0, MAX_NAMED).map((person) => mark(person));
  return strings.list(named, people.length - named.length);
}

function startLower(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
