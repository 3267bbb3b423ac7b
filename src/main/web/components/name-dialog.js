import {html, nothing, render} from 'lit';
import {strings} from '../strings.js';
import {faceImage} from './parts.js';
import './name-field.js';

/**
 * Asks who somebody is, in a field for a name.
 *
 * @param {object} question `gallery`, `title`, `text`, `face`: who is asked about, `label` of the field, `leave`: the words of
 *     the button that closes; `onlyKnown` and `except` as `name-field` has them
 * @returns {Promise<{name: string|null, person: number|null}|null>} as `name-field` tells it; null if it was closed
 */
export function askWho({gallery, title, text, face, label, leave = strings.cancel, onlyKnown = false, except = null}) {
  const dialog = document.createElement('dialog');
  dialog.className = 'question who-dialog';
  dialog.setAttribute('aria-label', title);
  return new Promise((resolve) => {
    let answer = null;
    const close = (chosen) => {
      answer = chosen;
      dialog.close();
    };
    render(html`
      <h2>${title}</h2>
      <div class="asked">
        ${face ? faceImage({gallery, face, large: true}) : nothing}
        <p>${text}</p>
      </div>
      <name-field .gallery=${gallery} .label=${label} .onlyKnown=${onlyKnown} .except=${except}
          @name-chosen=${({detail}) => close(detail.name || detail.person ? detail : null)}
          @name-cancelled=${() => close(null)}></name-field>
      <div class="answers"><button type="button" class="quiet for-all" @click=${() => close(null)}>${leave}</button></div>`, dialog);
    document.body.append(dialog);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    dialog.showModal();
    const field = dialog.querySelector('name-field');
    field.updateComplete.then(() => field.focus());
  });
}
