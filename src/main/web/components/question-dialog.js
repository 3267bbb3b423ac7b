import {html, nothing, render} from 'lit';
import {strings} from '../strings.js';

/**
 * Asks a question and waits for the answer.
 *
 * @param {object} question `title`, `text`, `pictures`: addresses of faces, `items`: a list, `answers`: `[{value, text, primary?, danger?}]`
 * @returns {Promise<string>} the value of the answer; empty if it was closed
 */
export function ask({title, text, pictures = [], items = [], answers}) {
  const dialog = document.createElement('dialog');
  dialog.className = 'question';
  dialog.setAttribute('aria-label', title);
  render(html`
    <form method="dialog">
      <h2>${title}</h2>
      ${pictures.length ? html`<div class="pictures">${pictures.map((one) => html`<img class="face" src=${one} alt="">`)}</div>` : nothing}
      ${items.length ? html`<ul class="items">${items.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
      <p>${text}</p>
      <div class="answers">
        ${answers.map((one) => html`
          <button value=${one.value} class=${one.primary ? 'primary' : one.danger ? 'danger' : ''}>${one.text}</button>`)}
        <button value="" class="quiet for-all" formnovalidate>${strings.cancel}</button>
      </div>
    </form>`, dialog);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    dialog.showModal();
  });
}
