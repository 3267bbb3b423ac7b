/** How fast something goes and when it will be done, from the last seconds. */
export class Pace {
  static WINDOW_MS = 15_000;

  constructor() {
    this.samples = [];
  }

  /** Notes how much is done now. */
  note(done) {
    const now = Date.now();
    if (this.samples.length && done < this.samples.at(-1).done) this.samples = [];
    this.samples.push({now, done});
    while (now - this.samples[0].now > Pace.WINDOW_MS) this.samples.shift();
  }

  /** Units in a second; 0 while unknown. */
  get rate() {
    const [first] = this.samples;
    const last = this.samples.at(-1);
    const seconds = first ? (last.now - first.now) / 1000 : 0;
    return seconds >= 1 ? (last.done - first.done) / seconds : 0;
  }

  /** Seconds until `total` is reached; null while unknown. */
  secondsLeft(total) {
    const {rate} = this;
    return rate > 0 ? (total - this.samples.at(-1).done) / rate : null;
  }
}
