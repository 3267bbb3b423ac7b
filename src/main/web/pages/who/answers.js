// What an answer does. Each function returns an action, or null if the answer does not fit the question. The action resolves
// to what the API answered to its one edit, or to null if nothing was done.

import * as api from '../../api.js';
import {edit} from '../../app/edits.js';
import {askWhoStays} from '../../app/merging.js';
import {nameFaces, namePerson} from '../../app/naming.js';
import {title} from '../../app/people-names.js';
import {strings} from '../../strings.js';

const words = strings.whoPage;

/** The people without a name that the answer to a group is about. */
function people({person, also}, faces) {
  return [person, ...also.filter(({cover}) => faces.includes(cover)).map((one) => one.person)];
}

/** The number of faces of these people. */
function count({settles, also}, meant) {
  return also.filter((one) => !meant.includes(one.person)).reduce((sum, one) => sum - one.faces, settles);
}

/** The number of faces of the group alone. */
function own(question) {
  return count(question, []);
}

/** The action that is this edit. */
const edits = (gallery, text, action) => () => edit(gallery, text, action);

/** It is this person. */
export function is(gallery, question, faces, candidate) {
  const {kind, person} = question;
  const into = candidate.person;
  switch (kind) {
    case 'pair':
      return mergedPair(gallery, question, candidate);
    case 'group': {
      const from = people(question, faces);
      return edits(gallery, words.did.is(count(question, from), title(candidate)), () => api.mergePeople({gallery}, {from, into}));
    }
    case 'uncertain':
      return into === person
        ? edits(gallery, words.did.confirmed(title(candidate)), () => api.confirmFaces({gallery, person}, {faces}))
        : edits(gallery, words.did.is(1, title(candidate)), () => api.moveFaces({gallery, person: into}, {faces}));
    default:
      return edits(gallery, words.did.is(faces.length, title(candidate)), () =>
        api.moveFaces({gallery, person: into}, {faces, rejected: others(question, faces, into)}));
  }
}

/** Two people are one; which name stays is asked if they have two. */
function mergedPair(gallery, {person, name, face, settles}, candidate) {
  return async () => {
    const pair = [{person, name, cover: face}, candidate];
    const into = name ? await askWhoStays(gallery, pair) : candidate;
    if (!into) return null;
    const from = pair.filter((one) => one !== into).map((one) => one.person);
    return edit(gallery, words.did.is(settles, title(into)), () => api.mergePeople({gallery}, {from, into: into.person}));
  };
}

/** The faces that were left out are not the person that was suggested. */
function others({face, faces, person}, included, into) {
  return into === person ? [face, ...faces].filter((one) => !included.includes(one)) : [];
}

/** It is somebody with this name: `person` is the number of an existing person, or null for a new one. */
export function named(gallery, question, faces, name, person) {
  if (person) return is(gallery, question, faces, {person, name});
  if (question.kind === 'group') {
    const [into, ...from] = people(question, faces);
    return () => namePerson(gallery, {person: into, name: null, cover: question.face}, name, {merged: from});
  }
  return () => nameFaces(gallery, faces, {name, person}, (called) => words.did.is(faces.length, called));
}

export function canReject({kind}) {
  return kind === 'likely' || kind === 'uncertain' || kind === 'pair';
}

/** It is not the suggested person. */
export function reject(gallery, question, faces) {
  if (!canReject(question)) return null;
  const {kind, person, other, name, otherName} = question;
  if (kind === 'pair') {
    const text = words.did.different(title({person, name}), title({person: other, name: otherName}));
    return edits(gallery, text, () => api.markPeopleDifferent({gallery, person, other}));
  }
  return edits(gallery, words.did.rejected(faces.length, title({person, name})), () =>
    api.rejectFaces({gallery, person}, {faces}));
}

/** It is no face at all. For a group this means all its faces. */
export function notAFace(gallery, question, faces) {
  const {kind, person} = question;
  if (kind === 'pair') return null;
  if (kind !== 'group') {
    return edits(gallery, words.did.notAFace(faces.length), () => api.markNotAFace({gallery}, {faces}));
  }
  return edits(gallery, words.did.notAFace(own(question)), async () => {
    const all = (await api.getPerson({gallery, person})).faces.map(({face}) => face);
    return api.markNotAFace({gallery}, {faces: all});
  });
}

/** Nobody who matters: lists and questions leave the person out. */
export function hide(gallery, question) {
  const {kind, person} = question;
  return kind === 'group'
    ? edits(gallery, words.did.hidden(own(question)), () => api.changePerson({gallery, person}, {hidden: true}))
    : null;
}
