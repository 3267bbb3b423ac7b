// Gallery: what is in it, how good its faces are, the model and calibration behind it; other galleries; backup, restore
// and deletion.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {showError} from '../../app/edits.js';
import {ApiError} from '../../app/http.js';
import {address} from '../../app/router.js';
import {LikenessElement} from '../../components/element.js';
import {errorState, loadingState} from '../../components/parts.js';
import {styles} from '../../components/styles.js';
import {format, strings} from '../../strings.js';
import './restore-gallery.js';

const words = strings.galleryPage;

class GalleryPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    details: {state: true},
    others: {state: true},
    damaged: {state: true},
    typed: {state: true},
    checked: {state: true},
    isChecking: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {details: null, others: [], damaged: [], typed: '', checked: null, isChecking: false, error: null});
    this.whileShown('gallery-changed', () => this.load());
  }

  willUpdate(changes) {
    if (changes.has('route')) {
      this.checked = null;
      this.load();
    }
  }

  async load() {
    const {gallery} = this.route;
    try {
      const {galleries, damaged = []} = await api.listGalleries();
      this.others = galleries.filter((one) => one.name !== gallery);
      this.damaged = damaged;
      Object.assign(this, {details: await api.getGallery({gallery}), error: null});
    } catch (error) {
      this.error = error;
    }
  }

  render() {
    return html`
      <header class="page-head"><h1>${words.title(this.route.gallery)}</h1></header>
      ${this.contents()}
      ${this.list()}
      ${this.backup()}
      <restore-gallery></restore-gallery>
      <dialog class="delete" aria-labelledby="delete-title">
        <form method="dialog" @submit=${this.delete}>
          <h2 id="delete-title">${words.deleteTitle(this.route.gallery)}</h2>
          <p>${words.deleteText}</p>
          <label class="field">${words.typeName}
            <input autocomplete="off" spellcheck="false" .value=${this.typed} @input=${({target}) => (this.typed = target.value)}>
          </label>
          <div class="answers">
            <button class="danger" value="delete" ?disabled=${this.typed !== this.route.gallery}>${words.delete}</button>
            <button class="quiet" value="" type="button" @click=${this.closeDialog}>${strings.cancel}</button>
          </div>
        </form>
      </dialog>`;
  }

  contents() {
    if (this.error) return errorState(this.error, () => this.load());
    if (!this.details) return loadingState();
    const {photos, withoutFace, faces, people, bytes, quality, embedder, dimension, modelSha256} = this.details;
    return html`
      <dl class="figures">
        ${this.figure(words.photos, format.number(photos))}
        ${this.figure(words.faces, format.number(faces))}
        ${this.figure(words.people, format.number(people))}
        ${this.figure(words.withoutFace, format.number(withoutFace))}
        ${this.figure(words.size, format.bytes(bytes))}
      </dl>
      <section>
        <h2>${words.quality}</h2>
        <p class="dim">${words.qualityText}</p>
        ${this.histogram(quality?.histogram ?? [])}
      </section>
      <details class="technical">
        <summary>${words.technical}</summary>
        <h3>${words.model}</h3>
        <dl class="facts">
          ${this.fact(words.embedder, embedder)}
          ${this.fact(words.dimension, format.number(dimension))}
          ${this.fact(words.sha, html`<code>${modelSha256}</code>`)}
        </dl>
        <h3>${words.calibration}</h3>
        ${this.calibration(quality?.calibration)}
      </details>`;
  }

  /** The other galleries, and those that cannot be read, with what to do. */
  list() {
    const {others, damaged} = this;
    if (!others.length && !damaged.length) return nothing;
    return html`
      <section>
        <h2>${words.others}</h2>
        <ul class="others">
          ${others.map((one) => html`
            <li><a href=${address({gallery: one.name, page: 'people'})}>${one.name}</a>
              <small class="dim">${strings.photos(one.photos)}</small></li>`)}
          ${damaged.map(({name, code, problem}) => html`
            <li class="damaged">
              <strong>${name}</strong> <span class="word">${words.damaged}</span>
              <p class="dim">${strings.errors.other({detail: problem})} ${words.repair[code] ?? words.repair.other}</p>
              <p><code>likeness gallery check${code === 'GALLERY_CORRUPT' ? ' --repair' : ''} --gallery ${name}</code></p>
            </li>`)}
        </ul>
      </section>`;
  }

  backup() {
    return html`
      <section class="admin-only">
        <h2>${words.keep}</h2>
        <p class="dim">${words.keepText}
          ${this.details?.lastBackup ? words.lastBackup(format.moment(this.details.lastBackup)) : nothing}</p>
        <p class="actions">
          ${this.details ? html`
            <a class="button" href=${api.backupGalleryUrl({gallery: this.route.gallery})} download>${words.backup}</a>` : nothing}
          <button @click=${() => this.querySelector('restore-gallery').open()}>${words.restore}</button>
          <button ?disabled=${this.isChecking} @click=${this.check}>${this.isChecking ? words.checking : words.check}</button>
          <button class="danger" @click=${this.openDialog}>${words.deleteGallery}</button>
        </p>
        <div role="status">${this.checkResult()}</div>
      </section>`;
  }

  /** What the check found, and how to repair it. */
  checkResult() {
    const {checked} = this;
    if (!checked) return nothing;
    if (checked.sound) return html`<p>${words.sound}</p>`;
    return html`
      <p class="error">${words.unsound(checked.problem)}</p>
      <ul>
        ${checked.findings.slice(0, 10).map((finding) => html`<li>${words.finding(finding)}</li>`)}
        ${checked.findings.length + checked.omittedFindings > 10 ? html`
          <li>${words.moreFindings(checked.findings.length + checked.omittedFindings - 10)}</li>` : nothing}
      </ul>
      <p>${words.repairWith} <code>likeness gallery check --repair --gallery ${checked.gallery}</code></p>`;
  }

  async check() {
    Object.assign(this, {isChecking: true, checked: null});
    try {
      let job = await api.checkGallery({gallery: this.route.gallery});
      while (job.state === 'queued' || job.state === 'running') {
        await new Promise((resolve) => setTimeout(resolve, 300));
        job = await api.getJob({job: job.id});
      }
      if (job.problem) throw new ApiError(job.problem);
      this.checked = job.result;
    } catch (error) {
      showError(error);
    } finally {
      this.isChecking = false;
    }
  }

  figure(name, value) {
    return html`<div><dt class="dim">${name}</dt><dd>${value}</dd></div>`;
  }

  fact(name, value) {
    return html`<div><dt class="dim">${name}</dt><dd>${value}</dd></div>`;
  }

  calibration(calibration) {
    if (!calibration) return html`<p class="dim">${words.noCalibration}</p>`;
    const {source, fittedOn, model, mated, impostors} = calibration;
    return html`
      <dl class="facts">
        ${this.fact(words.source, source)}
        ${this.fact(words.fittedOn, fittedOn)}
        ${this.fact(words.calibrationModel, model)}
        ${this.fact(words.pairs, words.pairCounts(mated, impostors))}
      </dl>`;
  }

  /** Faces by quality, in steps of ten. */
  histogram(counts) {
    const most = Math.max(1, ...counts);
    const upTo = (i) => (i === counts.length - 1 ? 100 : i * 10 + 9);
    return html`
      <table class="histogram">
        <caption class="hidden-text">${words.quality}</caption>
        <thead class="hidden-text"><tr><th>${words.quality}</th><th>${words.faces}</th></tr></thead>
        <tbody>${counts.map((count, i) => html`
          <tr>
            <th scope="row">${i * 10}<span class="up-to">–${upTo(i)}</span></th>
            <td><span class="bar" aria-hidden="true" ${styles({'--share': count / most})}></span>${format.number(count)}</td>
          </tr>`)}</tbody>
      </table>
      <p class="scale dim" aria-hidden="true"><span>${strings.quality(0)}</span><span>${strings.quality(45)}</span><span>${strings.quality(100)}</span></p>`;
  }

  openDialog() {
    this.typed = '';
    this.querySelector('dialog.delete').showModal();
  }

  closeDialog() {
    this.querySelector('dialog.delete').close();
  }

  async delete(event) {
    event.preventDefault();
    if (this.typed !== this.route.gallery) return;
    this.closeDialog();
    try {
      await api.deleteGallery({gallery: this.route.gallery});
      // Everything on the page was about this gallery.
      location.hash = '';
      location.reload();
    } catch (error) {
      showError(error);
    }
  }
}

customElements.define('gallery-page', GalleryPage);
