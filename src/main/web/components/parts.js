// Small parts that several pages show.

import {html, noChange, nothing} from 'lit';
import * as api from '../api.js';
import {errorText} from '../app/edits.js';
import {address} from '../app/router.js';
import {format, strings} from '../strings.js';
import {styles} from './styles.js';

/** A face with its hair and a little of what is around it, for pictures of more than 100 pixels. */
const LARGE = {size: 256, context: 2};

/**
 * A face's picture. `alt` is empty where words beside it say the same; `large` is for more than 100 pixels. While somebody
 * scrolls past, a picture that was not read yet is not read (`isPassing`, which `virtual-grid` tells).
 */
export function faceImage({gallery, face, alt = '', large = false, isPassing = false}) {
  return html`<img class="face" alt=${alt} loading="lazy" decoding="async"
      src=${isPassing ? noChange : api.getFaceCropUrl({gallery, face, ...(large ? LARGE : {})})}>`;
}

/** A probability as a bar, in words (`word` instead of the usual ones) and as a number. */
export function likelihood(probability, word = null) {
  if (probability === null || probability === undefined) return nothing;
  return html`
    <span class="likelihood">
      <span class="bar" aria-hidden="true" ${styles({'--share': probability})}></span>
      <span>${word ?? strings.likely(probability)}</span>
      <small class="dim" title=${format.exactProbability(probability)}>${format.probability(probability)}</small>
    </span>`;
}

/** A quality of 0 to 100 in a word; the number is in the tooltip and read by screen readers. */
export function qualityWord(quality) {
  return html`<span class="quality" title=${strings.qualityNumber(quality)}>${strings.quality(quality)}<span
      class="hidden-text"> (${strings.qualityNumber(quality)})</span></span>`;
}

/** What a page shows when there is nothing to show yet. */
export function emptyState(title, text, action = nothing) {
  return html`<div class="state"><h2>${title}</h2><p>${text}</p>${action}</div>`;
}

/** What a page shows when it could not be read, with a way to try again. */
export function errorState(error, retry) {
  return html`
    <div class="state" role="alert">
      <p>${errorText(error)}</p>
      <button class="for-all" @click=${retry}>${strings.retry}</button>
    </div>`;
}

/** Whether the error of a reading means that what the address names is not there, for instance because the address was cut. */
export function isMissing({status, code}) {
  return status === 404 || (status === 400 && code === 'INVALID_ARGUMENT');
}

/** What a page shows if there is nothing at its address. */
export function missingState({title, text}, page) {
  return emptyState(title, text, html`<a class="button" href=${address({page})}>${strings.pages[page]}</a>`);
}

/** What a page shows while it is read; hidden at first, so that fast answers do not flicker. */
export function loadingState() {
  return html`<p class="loading dim" role="status">${strings.loading}</p>`;
}

/** The same for a wall of pictures: empty places where they will be. */
export function loadingWall() {
  return html`
    <div class="loading" role="status">
      <span class="hidden-text">${strings.loading}</span>
      <ul class="skeleton" aria-hidden="true">${Array.from({length: 24}, () => html`<li></li>`)}</ul>
    </div>`;
}
