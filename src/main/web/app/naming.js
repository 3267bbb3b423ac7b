// Naming: a name that another person has is a question, not an error.

import * as api from '../api.js';
import {strings} from '../strings.js';
import {changed, edit, showError, toast, undoOf} from './edits.js';
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
    const result = await setName(gallery, person, name, merged);
    toast(text, {undo: undoOf(gallery, result), link});
    changed(result ?? {});
    return result ?? {};
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

/** Somebody else has this name: the same person, or another one? */
async function resolveSameName(gallery, person, name, merged, holder) {
  const other = await findHolder(gallery, name, holder);
  const called = other?.name ?? name;
  const picture = (one) => (one.cover ? [{source: api.getFaceCropUrl({gallery, face: one.cover}), text: title(one)}] : []);
  const answer = await ask({
    title: strings.sameName.title(called),
    text: strings.sameName.text(called),
    pictures: other ? [person, other].flatMap(picture) : [],
    answers: [
      ...(other ? [{value: 'same', text: strings.sameName.same, primary: true}] : []),
      {value: 'other', text: strings.sameName.other},
    ],
  });
  if (answer === 'same') {
    const merge = () => api.mergePeople({gallery}, {from: [...merged, person.person], into: other.person});
    return edit(gallery, strings.merged(merged.length + 2, called), merge);
  }
  if (answer === 'other') {
    const naming = () => setName(gallery, person, name, merged, {sameName: true});
    return edit(gallery, strings.named(person.person, name), naming);
  }
  return null;
}

async function findHolder(gallery, name, number) {
  const [holder] = number ? await peopleByNumber(gallery, [number]) : [];
  return holder ?? personNamed(gallery, name);
}
