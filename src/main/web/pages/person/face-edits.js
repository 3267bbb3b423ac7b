// What can be done to selected faces of a person. Each is one edit with undo.

import * as api from '../../api.js';
import {edit, showError} from '../../app/edits.js';
import {nameFaces, namePerson} from '../../app/naming.js';
import {title} from '../../app/people-names.js';
import {address} from '../../app/router.js';
import {askWho} from '../../components/name-dialog.js';
import {ask} from '../../components/question-dialog.js';
import {strings} from '../../strings.js';

const SHOWN = 12;
const words = strings.personPage;

/** Moves faces to the person that was chosen or has this name; a new name makes a new person. */
export const moveTo = (gallery, faces, chosen) =>
  nameFaces(gallery, faces, chosen, (name) => words.moved(faces.length, name));

/** The other faces of the person that are more similar to these faces than to the rest. */
export async function similarFaces(gallery, {person}, faces) {
  try {
    return (await api.previewSplit({gallery, person}, {faces})).faces.map(({face}) => face);
  } catch (error) {
    showError(error);
    return [];
  }
}

/** Asks whether similar faces go along: those that do, or null if the reader wants no split. */
export async function askAlong(gallery, similar) {
  const answer = await ask({
    title: words.alongTitle(similar.length),
    text: words.alongText,
    pictures: similar.slice(0, SHOWN).map((face) => api.getFaceCropUrl({gallery, face})),
    answers: [
      {value: 'along', text: words.along(similar.length), primary: true},
      {value: 'only', text: words.onlySelected},
    ],
  });
  return answer === 'along' ? similar : answer === 'only' ? [] : null;
}

/** Makes a new person of these faces, and asks for the name. */
export async function split(gallery, faces) {
  const link = ({person}) => ({text: words.openNew, address: address({gallery, page: 'person', id: person})});
  const result = await edit(gallery, words.split(faces.length), () => api.splitPerson({gallery}, {faces}), link);
  if (result !== null) askName(gallery, {person: result.person, name: null, cover: faces[0]}, faces.length, link(result));
  return result;
}

/** The name may also be left for later. */
async function askName(gallery, made, n, link) {
  const answer = await askWho({
    gallery, title: words.splitTitle, text: words.split(n), face: made.cover, label: strings.name, leave: words.skipName,
    except: made.person,
  });
  if (answer?.person) await edit(gallery, strings.merged(2, answer.name), () =>
    api.mergePeople({gallery}, {from: [made.person], into: answer.person}));
  else if (answer) await namePerson(gallery, made, answer.name, {link});
}

export const confirm = (gallery, person, faces) =>
  edit(gallery, words.confirmed(faces.length, title(person)), () => api.confirmFaces({gallery, person: person.person}, {faces}));

export const reject = (gallery, person, faces) =>
  edit(gallery, words.rejected(faces.length, title(person)), () => api.rejectFaces({gallery, person: person.person}, {faces}));

export const markNotAFace = (gallery, faces) =>
  edit(gallery, strings.markedNotAFace(faces.length), () => api.markNotAFace({gallery}, {faces}));

export const setCover = (gallery, person, face) =>
  edit(gallery, words.coverChosen(title(person)), () => api.changePerson({gallery, person: person.person}, {cover: face}));
