// Everything the pages say, in one place. Another language is another file with the same keys.

const numbers = new Intl.NumberFormat();
const days = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeZone: 'UTC'});
const plural = new Intl.PluralRules('en');

const dates = new Intl.DateTimeFormat(undefined, {dateStyle: 'full'});
const times = new Intl.DateTimeFormat(undefined, {timeStyle: 'short'});
const moments = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});
const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number with its noun: `1 face`, `1,402 faces`. */
function count(n, one, other) {
  return `${numbers.format(n)} ${plural.select(n) === 'one' ? one : other}`;
}

export const format = {
  number: (n) => numbers.format(n),
  /** A capture time: local time of the camera, so never moved into another zone. */
  day: (time) => (time ? days.format(new Date(`${time.slice(0, 10)}T00:00:00Z`)) : strings.unknownDay),
  probability: (value) => value.toFixed(value >= 0.995 || value < 0.005 ? 4 : 2).replace(/^0/, ''),
  /** The day, the time and both of something that happened, in the reader's zone. */
  date: (instant) => dates.format(new Date(instant)),
  time: (instant) => times.format(new Date(instant)),
  moment: (instant) => moments.format(new Date(instant)),
  /** A length of time in its largest unit, or in two. */
  duration(seconds) {
    const whole = Math.max(1, Math.round(seconds));
    if (whole < 90) return `${whole} s`;
    if (whole < 5400) return `${Math.round(whole / 60)} min`;
    return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
  },
  bytes(n) {
    const unit = n < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
    const value = n / 1000 ** unit;
    return `${value < 10 && unit ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
  },
  percent: (share) => `${Math.round(share * 100)} %`,
};

export const strings = {
  navigation: 'Pages',
  skip: 'Skip to the page',
  close: 'Close',
  dismiss: 'Dismiss',
  undo: 'Undo',
  cancel: 'Cancel',
  more: 'More',
  retry: 'Try again',
  loading: 'Loading …',
  unknownDay: 'unknown day',
  name: 'Name',
  unassigned: 'Unassigned',
  notAFace: 'Not a face',
  photoMissing: 'The file of this photo is gone; its faces are kept.',
  photoAlt: (n) => `Photo with ${count(n, 'face', 'faces')}`,
  qualityNumber: (value) => `quality ${value} of 100`,
  named: (person, name) => `Named #${person} ${name}`,
  nameRemoved: (title) => `Removed the name of ${title}`,
  merged: (n, title) => `Merged ${count(n, 'person', 'people')} into ${title}`,
  sameName: {
    title: (name) => `Somebody is called ${name} already`,
    text: (name) => `Is this the same person? Then both become one. Two different people may also be called ${name}.`,
    same: 'The same person',
    other: 'Another person',
  },
  unnamed: (person) => `Unnamed #${person}`,

  faces: (n) => count(n, 'face', 'faces'),
  photos: (n) => count(n, 'photo', 'photos'),
  people: (n) => count(n, 'person', 'people'),
  selected: (n) => `${numbers.format(n)} selected`,
  undone: ({changes}) => (changes.length ? `Undone: ${changes[0].description}` : 'There is nothing to undo.'),
  redone: ({changes}) => (changes.length ? `Redone: ${changes[0].description}` : 'There is nothing to redo.'),

  latestFaces: 'Faces found just now',

  pages: {
    people: 'People',
    who: 'Who is this?',
    search: 'Search',
    duplicates: 'Duplicates',
    photos: 'Photos',
    photo: 'Photo',
    person: 'Person',
    start: 'Add photos',
    unclear: 'Unclear faces',
    jobs: 'Jobs',
    history: 'History',
    gallery: 'Gallery',
    more: 'More',
  },

  keys: {
    title: 'Keys',
    help: 'Show the keys',
    search: 'Search',
    page: 'Then a letter: go to a page',
    undo: 'Undo the latest change',
    redo: 'Redo it',
    move: 'Move',
    select: 'Select; with shift, up to here',
    name: 'Name',
    merge: 'Merge the selected',
    hide: 'Hide',
    clear: 'Clear the selection',
  },

  errors: {
    OFFLINE: () => 'The server cannot be reached. Nothing was changed. Check that it runs, then try again.',
    UNAUTHENTICATED: () => 'You are signed out. Nothing was changed. Sign in and try again.',
    FORBIDDEN: () => 'Your key may only look. Nothing was changed.',
    GALLERY_BUSY: () => 'Photos are being grouped, so the change has to wait. Nothing was changed. Try again in a moment.',
    TOO_BUSY: () => 'The server is busy. Nothing was changed. Try again in a moment.',
    page: 'This page has a fault. Nothing was lost; reload it. The browser’s console says more.',
    other: ({detail}) => `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`,
  },

  /** What a probability means. */
  likely(probability) {
    if (probability >= 0.99) return 'almost certainly';
    if (probability >= 0.9) return 'very likely';
    if (probability >= 0.7) return 'likely';
    return probability >= 0.3 ? 'possible' : 'unlikely';
  },

  /** What a quality of 0 to 100 means. */
  quality(value) {
    if (value >= 60) return 'clear';
    return value >= 30 ? 'usable' : 'poor';
  },

  peoplePage: {
    order: 'Order',
    orders: {photos: 'Most photos', name: 'Name', recency: 'Last seen', confidence: 'Least certain'},
    hidden: 'Show hidden people',
    empty: 'No people yet',
    emptyMore: 'Faces that appear in several photos are grouped into people here. Add photos to begin.',
    name: 'Name',
    nameOf: (title) => `Name of ${title}`,
    merge: 'Merge',
    hide: 'Hide',
    hid: (title) => `Hid ${title}`,
    select: (title) => `Select ${title}`,
  },

  startPage: {
    server: 'From this server',
    device: 'From this device',
    noRoots: 'The server was started without a folder of photos. Drop photos beside this, or start it with a folder:',
    up: 'Up',
    thisFolder: 'This folder',
    contents: (photos, folders) => [
      photos || !folders ? count(photos, 'photo', 'photos') : null,
      folders ? count(folders, 'folder', 'folders') : null,
    ].filter(Boolean).join(' · '),
    add: 'Add',
    addNamed: (name) => `Add ${name}`,
    drop: 'Drop photos or a folder here',
    choosePhotos: 'Choose photos',
    chooseFolder: 'Choose a folder',
    kept: 'The photos are copied to the server.',
    waiting: 'Waiting for other work',
    reading: 'Looking for faces',
    sending: 'Sending photos and looking for faces',
    grouping: 'Finding out who is who',
    of: (done, total) => `${numbers.format(done)} of ${count(total, 'photo', 'photos')}`,
    rate: (rate) => `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} photos/s`,
    left: (seconds) => `${format.duration(seconds)} left`,
    stop: 'Stop',
    stopped: 'Stopped. The photos that were read are kept; add the folder again to go on.',
    failed: (detail) => `The photos could not all be added: ${detail}. Those that were read are kept.`,
    added: (photos, faces) => !photos ? 'No new photos.' : `${count(photos, 'new photo', 'new photos')} with ${count(faces, 'face', 'faces')}.`,
    known: (n) => `${count(n, 'photo was', 'photos were')} here already.`,
    skipped: (n) => `${count(n, 'file is', 'files are')} no photo.`,
    people: (people, unassigned) => `The gallery now has ${count(people, 'person', 'people')}; ${count(unassigned, 'face is', 'faces are')} with nobody yet.`,
    unreadable: (n) => `${count(n, 'file', 'files')} could not be read`,
    reason: (detail) => detail.replace(/^the photo: /, ''),
    see: 'See the people',
  },

  historyPage: {
    empty: 'Nothing was changed yet',
    emptyMore: 'Every name, merge and correction appears here, and can be undone, even long after.',
    more: 'Show earlier changes',
    sentence(description) {
      const text = description.replace(/^(undid|redid) event \d+: /, '$1: ');
      return text.charAt(0).toUpperCase() + text.slice(1);
    },
    undone: 'Undone',
    undoTo: 'Undo to here',
    undoToNamed: (title) => `Undo this and everything after it: ${title}`,
    redoTo: 'Redo to here',
    redoToNamed: (title) => `Redo everything up to this: ${title}`,
    undoneTo: (n) => `Undid ${count(n, 'change', 'changes')}`,
    redoneTo: (n) => `Redid ${count(n, 'change', 'changes')}`,
  },

  jobsPage: {
    empty: 'No work in the background',
    emptyMore: 'Adding photos, grouping faces and removing deleted data are listed here until the server stops.',
    clusterNew: 'Group new faces',
    clusterAll: 'Group all faces again',
    stop: 'Stop',
    kinds: {ingest: 'Add photos', cluster: 'Group faces', duplicates: 'Find duplicate people', purge: 'Remove deleted data'},
    states: {queued: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped'},
    step: ({step, done, total}) => `${step.charAt(0).toUpperCase()}${step.slice(1)}: ${numbers.format(done)}${total ? ` of ${numbers.format(total)}` : ''}`,
    results: {
      ingest: ({added, withoutFace, faces, unchanged}) => [
        strings.startPage.added(added + withoutFace, faces),
        unchanged ? strings.startPage.known(unchanged) : '',
      ].join(' '),
      cluster: ({people, added, removed, moved}) =>
        `${count(people, 'person', 'people')}: ${numbers.format(added)} new, ${numbers.format(removed)} gone; ${count(moved, 'face', 'faces')} moved.`,
    },
  },

  galleryPage: {
    title: (name) => `Gallery ${name}`,
    photos: 'photos',
    faces: 'faces',
    people: 'people',
    withoutFace: 'photos without a face',
    size: 'on disk',
    quality: 'Quality of the faces',
    qualityText: 'How much a face says about who it is, 0 to 100. Poor faces are small, blurred, dark or turned away.',
    model: 'Model',
    embedder: 'Embedder',
    dimension: 'Dimensions',
    sha: 'SHA-256',
    calibration: 'Calibration',
    noCalibration: 'This model has no calibration, so there are no probabilities.',
    source: 'Source',
    fittedOn: 'Fitted on',
    calibrationModel: 'Form',
    pairs: 'Pairs',
    pairCounts: (mated, impostors) => `${numbers.format(mated)} of one person, ${numbers.format(impostors)} of two people`,
    others: 'Other galleries',
    keep: 'Backup and deletion',
    keepText: 'A backup is one file with all faces, people and names, without the photos themselves. The operation restoreGallery of the API reads it.',
    backup: 'Download a backup',
    deleteGallery: 'Delete this gallery …',
    deleteTitle: (name) => `Delete the gallery ${name}?`,
    deleteText: 'All faces, people, names and the photos sent from this page are deleted. This cannot be undone. Photos in your own folders stay.',
    typeName: 'Type its name to confirm',
    delete: 'Delete',
  },

  morePage: {
    start: 'From folders of the server, or from this device',
    unclear: 'Faces that are with nobody, and why',
    history: 'What was done, and undo to any point',
    jobs: 'Work in the background and what came of it',
    gallery: 'Counts, quality, model, backup, deletion',
  },
};
