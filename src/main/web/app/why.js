// Why a face is with a person, or with nobody: the same words wherever a face is explained.

import {strings} from '../strings.js';

/** Evidence in nats below which a face is worth a look: about one assigned face in twenty. */
const UNSURE_NATS = 6;
/** Evidence below which the second best person is almost as likely as the best. */
const ALMOST_EQUAL_NATS = 1;
const CLEAR = 60;
const POOR = 30;
const words = strings.why;

const isDecided = (face) => Boolean(face.confirmed) || face.reason === 'user';

/** Whether the face is too poor to state its person. */
const isSuggested = (face) => face.reason === 'suggested' && !isDecided(face);

/** Whether another person is possible for an assigned face that no user has decided. */
export function isUnsure(face) {
  return !isDecided(face) && face.margin !== null && face.margin < UNSURE_NATS;
}

/** The word for a face whose person is not sure; empty if it is. */
export function doubtWord(face) {
  if (isSuggested(face)) return words.suggested;
  return isUnsure(face) ? words.unsure : '';
}

/** How likely the best person is, compared with the second best; null if a user decided or there is no second. */
export function probabilityOf(face) {
  if (!face.person || face.margin === null || isDecided(face)) return null;
  return 1 / (1 + Math.exp(-face.margin));
}

/** Why the face is where it is, in sentences that depend on how clear the face and how sure the decision is. */
export function whySentence(face) {
  const reason = words.reasons[face.reason ?? 'none'];
  if (!face.person || isDecided(face)) return reason;
  const defines = face.reason === 'core' && face.quality >= CLEAR && !isUnsure(face);
  return [
    defines ? words.defines : reason,
    isUnsure(face) ? (face.margin < ALMOST_EQUAL_NATS ? words.almost : words.possible) : '',
    face.quality < POOR && !isSuggested(face) ? words.poor : '',
  ].filter(Boolean).join(' ');
}
