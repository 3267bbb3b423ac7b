// Jobs: work in the background, what came of it, and work to start.

import {html, nothing} from 'lit';
import * as api from '../../api.js';
import {showError} from '../../app/edits.js';
import {LikenessElement} from '../../components/element.js';
import {emptyState, errorState, loadingState} from '../../components/parts.js';
import {format, strings} from '../../strings.js';

const words = strings.jobsPage;

class JobsPage extends LikenessElement {
  static properties = {
    route: {attribute: false},
    jobs: {state: true},
    error: {state: true},
  };

  constructor() {
    super();
    Object.assign(this, {jobs: null, error: null});
    this.whileShown('job-changed', ({detail}) => this.follow(detail));
    this.whileShown('gallery-changed', () => this.load());
  }

  willUpdate(changes) {
    if (changes.has('route')) this.load();
  }

  async load() {
    try {
      const {jobs} = await api.listJobs();
      this.jobs = jobs.filter((job) => job.gallery === this.route.gallery);
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  /** Takes over progress; what came of a job is read when it has ended. */
  follow({job: id, state, step, done, total}) {
    const known = this.jobs?.find((job) => job.id === id);
    if (!known || (state !== 'queued' && state !== 'running')) this.load();
    else this.jobs = this.jobs.map((job) => (job === known ? {...job, state, step, done, total} : job));
  }

  render() {
    return html`
      <header class="page-head">
        <h1>${strings.pages.jobs}</h1>
        <span class="count">${this.jobs?.length ? format.number(this.jobs.length) : nothing}</span>
        <button @click=${() => this.start({kind: 'cluster'})}>${words.clusterNew}</button>
        <button @click=${() => this.start({kind: 'cluster', full: true})}>${words.clusterAll}</button>
      </header>
      ${this.list()}`;
  }

  list() {
    if (this.error) return errorState(this.error, () => this.load());
    if (this.jobs === null) return loadingState();
    if (!this.jobs.length) return emptyState(words.empty, words.emptyMore);
    return html`<ul class="jobs">${this.jobs.map((job) => this.job(job))}</ul>`;
  }

  job(job) {
    const isRunning = job.state === 'running' || job.state === 'queued';
    return html`
      <li>
        <div class="what">
          <strong>${words.kinds[job.kind] ?? job.kind}</strong>
          <span class="outcome ${job.state}">${words.states[job.state]}</span>
          <small class="dim">${format.moment(job.started ?? job.created)}${job.ended && job.started
            ? html` · ${format.duration((new Date(job.ended) - new Date(job.started)) / 1000)}` : nothing}</small>
        </div>
        ${isRunning ? this.progress(job) : this.result(job)}
      </li>`;
  }

  progress(job) {
    return html`
      <progress value=${job.total ? job.done : nothing} max=${job.total || 1} aria-label=${words.kinds[job.kind] ?? job.kind}></progress>
      <span class="dim">${job.step ? words.step(job) : nothing}</span>
      <button @click=${() => api.cancelJob({job: job.id}).catch(showError)}>${words.stop}</button>`;
  }

  result({kind, state, result, problem}) {
    if (state === 'failed') return html`<p role="alert">${strings.errors.other(problem)}</p>`;
    const text = result && words.results[kind]?.(result);
    return html`
      ${text ? html`<p>${text}</p>` : nothing}
      ${(result?.notRead ?? []).map((kind) => html`<p class="dim">${strings.startPage.notRead(kind)}</p>`)}
      ${result?.unreadable?.length ? html`
        <details>
          <summary>${strings.startPage.unreadable(result.unreadable.length)}</summary>
          <ul>${result.unreadable.map(({file, reason}) => html`<li><code>${file}</code> <span class="dim">${reason}</span></li>`)}</ul>
        </details>` : nothing}`;
  }

  async start(job) {
    try {
      await api.startJob({gallery: this.route.gallery}, job);
      await this.load();
    } catch (error) {
      showError(error);
    }
  }
}

customElements.define('jobs-page', JobsPage);
