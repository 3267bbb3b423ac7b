import {html, nothing, render} from 'lit';
import {strings} from '../strings.js';

/**
 * Asks a question and waits for the answer.
 *
 * @param {object} question `title`, `text`, `pictures`: addresses of faces, or `{source, text}` with words below them,
 *     `items`: a list, `answers`: `[{value, text, primary?, danger?}]`, `cautious`: whether Enter at first means no
 * @returns {Promise<string>} the value of the answer; empty if it was closed
 */
export function ask({title, text, pictures = [], items = [], answers, cautious = false}) {
  const dialog = document.createElement('dialog');
  dialog.className = 'question';
  dialog.setAttribute('aria-label', title);
  render(html`
    <form method="dialog">
      <h2>${title}</h2>
      ${pictures.length ? html`<div class="pictures">${pictures.map(picture)}</div>` : nothing}
      ${items.length ? html`<ul class="items">${items.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}
      <p>${text}</p>
      <div class="answers">
        ${answers.map((one) => html`
          <button value=${one.value} class=${one.primary ? 'primary' : one.danger ? 'danger' : ''}>${one.text}</button>`)}
        <button value="" class="quiet for-all" formnovalidate ?autofocus=${cautious}>${strings.cancel}</button>
      </div>
    </form>`, dialog);
  document.body.append(dialog);
  // Back leaves the page that asked, so its question is over.
  const leave = () => dialog.close('');
  window.addEventListener('hashchange', leave);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      window.removeEventListener('hashchange', leave);
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    dialog.showModal();
  });
}

function picture(one) {
  if (typeof one === 'string') return html`<img class="face" src=${one} alt="">`;
  return html`
    <figure>
      ${one.source ? html`<img class="face" src=${one.source} alt="">` : html`<span class="face"></span>`}
      <figcaption>${one.text}</figcaption>
    </figure>`;
}
