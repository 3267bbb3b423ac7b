import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {errorText} from '../../app/edits.js';
import {address} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {strings} from '../../strings.js';

const words = strings.galleryPage;

/** A dialog that makes a new gallery of a backup and shows it. */
class RestoreGallery extends LikenessElement {
  static properties = {
    file: {state: true},
    isBusy: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {file: null, isBusy: false, error: null});
  }

  open() {
    Object.assign(this, {file: null, error: null});
    this.querySelector('form').reset();
    this.querySelector('dialog').showModal();
  }

  close() {
    this.querySelector('dialog').close();
  }

  render() {
    return html`
      <dialog class="restore" aria-labelledby="restore-title">
        <form @submit=${this.restore}>
          <h2 id="restore-title">${words.restoreTitle}</h2>
          <p>${words.restoreText}</p>
          <label class="field">${words.restoreFile}
            <input type="file" name="file" required accept=".zip,application/zip" @change=${this.choose}>
          </label>
          <label class="field">${words.restoreName}
            <input name="name" required autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64"
                pattern="[a-z0-9][a-z0-9._\\-]*" title=${words.restoreNameRule} @input=${() => (this.error = null)}>
          </label>
          <label class="check"><input type="checkbox" name="deleted"> ${words.restoreDeleted}</label>
          <p class="error" role="alert">${this.error ?? nothing}</p>
          <div class="answers">
            <button class="primary" ?disabled=${this.isBusy}>${this.isBusy ? words.restoring : words.restoreSubmit}</button>
            <button class="quiet" type="button" @click=${this.close}>${strings.cancel}</button>
          </div>
        </form>
      </dialog>`;
  }

  /** Proposes the name of the file, without what browsers add to a second download. */
  choose({target}) {
    this.error = null;
    [this.file] = target.files;
    const name = this.querySelector('[name=name]');
    if (this.file && !name.value) {
      name.value = this.file.name.replace(/( ?\(\d+\))?\.zip$/i, '').toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '');
    }
  }

  async restore(event) {
    event.preventDefault();
    const name = this.querySelector('[name=name]').value;
    Object.assign(this, {isBusy: true, error: null});
    try {
      const includeDeleted = this.querySelector('[name=deleted]').checked;
      await api.restoreGallery({gallery: name, includeDeleted}, this.file.slice(0, this.file.size, 'application/zip'));
      // The list of galleries is everywhere on the page.
      location.hash = address({gallery: name, page: 'people'});
      location.reload();
    } catch (error) {
      this.error = {
        ALREADY_EXISTS: words.nameTaken(name),
        BACKUP_INVALID: words.noBackup,
      }[error.code] ?? errorText(error);
    } finally {
      this.isBusy = false;
    }
  }
}

customElements.define('restore-gallery', RestoreGallery);
