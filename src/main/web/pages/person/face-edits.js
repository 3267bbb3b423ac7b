// What can be done to selected faces of a person. Each is one edit with undo.

import * as api from '../../api.js';
import {edit} from '../../app/edits.js';
import {allPeople, title} from '../../app/people-names.js';
import {strings} from '../../strings.js';

const words = strings.personPage;

/** Moves faces to the person that was chosen or has this name; a new name makes a new person. */
export async function moveTo(gallery, faces, {name, person}) {
  const into = person ?? (await allPeople(gallery)).find((one) => one.name === name)?.person;
  const text = words.moved(faces.length, name);
  return into === undefined
    ? edit(gallery, text, () => api.splitPerson({gallery}, {faces, name}))
    : edit(gallery, text, () => api.moveFaces({gallery, person: into}, {faces}));
}

/** Makes a new person without a name of these faces. */
export const split = (gallery, faces) =>
  edit(gallery, words.split(faces.length), () => api.splitPerson({gallery}, {faces}));

export const confirm = (gallery, person, faces) =>
  edit(gallery, words.confirmed(faces.length, title(person)), () => api.confirmFaces({gallery, person: person.person}, {faces}));

export const reject = (gallery, person, faces) =>
  edit(gallery, words.rejected(faces.length, title(person)), () => api.rejectFaces({gallery, person: person.person}, {faces}));

export const markNotAFace = (gallery, faces) =>
  edit(gallery, strings.markedNotAFace(faces.length), () => api.markNotAFace({gallery}, {faces}));

export const setCover = (gallery, person, face) =>
  edit(gallery, words.coverChosen(title(person)), () => api.changePerson({gallery, person: person.person}, {cover: face}));
