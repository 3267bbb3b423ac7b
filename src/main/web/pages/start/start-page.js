// Add photos: choose a folder of the server, or drop photos; see what is found while it is read.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {errorText, showError} from '../../app/edits.js';
import {liveJobs} from '../../app/live.js';
import {Pace} from '../../app/pace.js';
import {address, refine} from '../../app/router.js';
import {filesOf, send, stop, uploads} from '../../app/uploads.js';
import {LikenessElement} from '../../components/element.js';
import '../../components/latest-faces.js';
import {errorState, loadingState} from '../../components/parts.js';
import {strings} from '../../strings.js';

const words = strings.startPage;

class StartPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    listing: {state: true},
    error: {state: true},
    job: {state: true},
    ended: {state: true},
    over: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {listing: null, error: null, job: null, ended: null, over: false});
    this.jobPace = new Pace();
    this.uploadPace = new Pace();
    this.whileShown('server-found', () => this.load());
    this.whileShown('job-changed', ({detail}) => this.followJob(detail));
    this.whileShown('uploads-changed', () => this.followUploads());
  }

  connectedCallback() {
    super.connectedCallback();
    liveJobs().filter((job) => job.state === 'running').forEach((job) => this.followJob(job));
  }

  willUpdate(changes) {
    if (changes.has('route')) this.load();
  }

  /** Reads the folder that the address names. */
  async load() {
    try {
      this.listing = await api.listFolders({path: this.route.query.folder});
      this.error = null;
    } catch (error) {
      // A folder that is gone, or of an earlier start of the server.
      if (error.code === 'PATH_NOT_ALLOWED' && this.route.query.folder) refine({folder: ''});
      else this.error = error;
    }
  }

  /** Shows an ingest, or a clustering that follows an upload. */
  async followJob(event) {
    if (event.task !== 'ingest' && event.task !== 'cluster') return;
    const isOver = event.state !== 'queued' && event.state !== 'running';
    if (!isOver) {
      this.ended = null;
      this.job = event;
      if (event.step === 'reading') this.jobPace.note(event.done);
    } else if (this.job?.job === event.job) {
      this.job = null;
      try {
        this.ended = await api.getJob({job: event.job});
      } catch (error) {
        showError(error);
      }
    }
  }

  followUploads() {
    this.uploadPace.note(uploads.done);
    this.requestUpdate();
  }

  render() {
    return html`
      <header class="page-head"><h1>${strings.pages.start}</h1></header>
      <p class="dim intro">${words.intro}</p>
      ${this.progress()}
      <div class="sources">
        <section aria-labelledby="from-server">
          <h2 id="from-server">${words.server}</h2>
          ${this.folders()}
        </section>
        <section aria-labelledby="from-device">
          <h2 id="from-device">${words.device}</h2>
          ${this.dropField()}
        </section>
      </div>`;
  }

  // What is going on

  progress() {
    const {gallery} = this.route;
    const own = uploads?.gallery === gallery ? uploads : null;
    const faces = [...(own?.latestFaces ?? []), ...(this.job?.latestFaces ?? [])].slice(0, 24);
    return html`
      <div class="progress-area" aria-live="off">
        ${own && !own.ended ? this.uploadProgress(own) : nothing}
        ${this.job ? this.jobProgress(this.job) : nothing}
        ${own?.ended && !this.job ? this.uploadSummary(own) : nothing}
        ${this.ended && this.ended.kind === 'ingest' ? this.jobSummary(this.ended) : nothing}
        <latest-faces .gallery=${gallery} .faces=${faces}></latest-faces>
      </div>`;
  }

  jobProgress(job) {
    const isStarting = job.task === 'ingest' && (!job.step || (job.step === 'reading' && !job.done));
    const isReading = job.step === 'reading' && !isStarting;
    const title = job.state === 'queued' ? words.waiting : isStarting ? words.starting : isReading ? words.reading : words.grouping;
    const details = isReading ? this.paceText(job, this.jobPace) : '';
    // Only reading has a length that is known before.
    return this.bar(title, isReading ? job : {done: 0, total: 0}, details, () => api.cancelJob({job: job.job}).catch(showError),
      this.unreadable(unreadableFiles(job.latestUnreadable), job.unreadable));
  }

  uploadProgress(state) {
    return this.bar(words.sending, state, this.paceText(state, this.uploadPace), stop, this.unreadable(unreadableUploads(state)));
  }

  paceText({done, total}, pace) {
    const left = pace.secondsLeft(total);
    return [
      words.of(done, total),
      pace.rate > 0 ? words.rate(pace.rate) : null,
      left !== null && left >= 1 ? words.left(left) : null,
    ].filter(Boolean).join(' · ');
  }

  bar(title, {done, total}, details, onStop, unreadable = nothing) {
    return html`
      <section class="running" aria-label=${title}>
        <h2>${title}</h2>
        <progress value=${total ? done : nothing} max=${total || 1} aria-label=${title}></progress>
        <span class="dim">${details}</span>
        <button @click=${onStop}>${words.stop}</button>
        ${unreadable}
      </section>`;
  }

  jobSummary(job) {
    if (job.state === 'failed') {
      return html`<p class="notice" role="alert">${words.failed(job.problem?.detail ?? '')}</p>`;
    }
    const {added, withoutFace, faces, unchanged, unreadable, people} = job.result ?? {};
    if (job.state === 'cancelled' || added === undefined) return this.summary([words.stopped], unreadableFiles(job.result?.unreadable ?? []));
    return this.summary(
      [
        words.added(added + withoutFace, faces),
        unchanged ? words.known(unchanged) : null,
        people ? words.people(people.people, people.unassigned) : null,
      ],
      unreadableFiles(unreadable));
  }

  uploadSummary(state) {
    if (state.error) return html`<p class="notice" role="alert">${errorText(state.error)}</p>`;
    return this.summary(
      [
        words.added(state.added, state.faces),
        state.known ? words.known(state.known) : null,
        state.skipped ? words.skipped(state.skipped) : null,
      ],
      unreadableUploads(state));
  }

  summary(sentences, unreadable) {
    return html`
      <section class="notice ended" role="status">
        <p>${sentences.filter(Boolean).join(' ')}</p>
        ${this.unreadable(unreadable)}
        <a class="button primary" href=${address({page: 'people'})}>${words.see}</a>
      </section>`;
  }

  /** @param count how many there are; `files` may be the latest of them */
  unreadable(files, count = files.length) {
    if (!count) return nothing;
    return html`
      <details>
        <summary>${words.unreadable(count)}</summary>
        <ul>${files.map(({name, reason}) => html`<li><code>${name}</code> <span class="dim">${reason}</span></li>`)}</ul>
      </details>`;
  }

  // Folders of the server

  folders() {
    const {listing} = this;
    if (this.error) return errorState(this.error, () => this.load());
    if (!listing) return loadingState();
    if (!listing.path && !listing.folders.length) {
      return html`<p class="dim no-roots">${words.noRoots} <code>likeness serve ~/Pictures</code></p>`;
    }
    const up = address({page: 'start', query: {folder: listing.parent}});
    return html`
      ${listing.path ? html`
        <p class="place"><a href=${up}>${words.up}</a> <code>${listing.path}</code></p>` : nothing}
      <ul class="folders">
        ${listing.path ? this.folder({...listing, name: words.thisFolder, folders: listing.folders.length}, true) : nothing}
        ${listing.folders.map((one) => this.folder(one, false))}
      </ul>`;
  }

  folder({path, name, folders, photos}, isHere) {
    const open = address({page: 'start', query: {folder: path}});
    return html`
      <li>
        <span class="what">
          ${isHere || !folders ? html`<strong>${name}</strong>` : html`<a href=${open}>${name}</a>`}
          <small class="dim">${words.contents(photos, folders)}</small>
        </span>
        <button class=${isHere ? 'primary' : ''} aria-label=${words.addNamed(name)} ?disabled=${!folders && !photos}
            @click=${() => this.add(path)}>${words.add}</button>
      </li>`;
  }

  async add(path) {
    try {
      const job = await api.startJob({gallery: this.route.gallery}, {kind: 'ingest', paths: [path]});
      this.followJob({...job, job: job.id, task: job.kind, latestFaces: [], unreadable: 0, latestUnreadable: []});
    } catch (error) {
      showError(error);
    }
  }

  // Photos of this device

  dropField() {
    return html`
      <div class="drop ${this.over ? 'over' : ''}"
          @dragenter=${() => (this.over = true)} @dragover=${() => (this.over = true)} @dragleave=${() => (this.over = false)}
          @drop=${this.drop}>
        <p>${words.drop}</p>
        <p class="choices">
          <button @click=${() => this.querySelector('#photos').click()}>${words.choosePhotos}</button>
          <button @click=${() => this.querySelector('#folder').click()}>${words.chooseFolder}</button>
        </p>
        <input id="photos" type="file" multiple accept="image/*,.heic,.heif,.jxl,.dng,.cr2,.cr3,.nef,.arw,.raf,.orf,.rw2" hidden @change=${this.choose}>
        <input id="folder" type="file" webkitdirectory hidden @change=${this.choose}>
        <small class="dim">${words.kept}</small>
      </div>`;
  }

  async drop(event) {
    event.preventDefault();
    this.over = false;
    this.sendAll(await filesOf(event.dataTransfer));
  }

  choose({target}) {
    this.sendAll([...target.files]);
    target.value = '';
  }

  sendAll(files) {
    if (files.length) send(this.route.gallery, files);
  }
}

/** The files of a job that could not be read, with the reason. */
function unreadableFiles(files) {
  return files.map(({file, reason}) => ({name: file, reason: words.reason(reason)}));
}

/** The files of an upload that could not be read, with the reason. */
function unreadableUploads({unreadable}) {
  return unreadable.map(({file, error}) => ({name: file, reason: words.reason(error.detail ?? errorText(error))}));
}

customElements.define('start-page', StartPage);
