// Everything the pages say, in one place. Another language is another file with the same keys.

const numbers = new Intl.NumberFormat();
const days = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeZone: 'UTC'});
const plural = new Intl.PluralRules('en');

/** A number with its noun: `1 face`, `1,402 faces`. */
function count(n, one, other) {
  return `${numbers.format(n)} ${plural.select(n) === 'one' ? one : other}`;
}

export const format = {
  number: (n) => numbers.format(n),
  /** A capture time: local time of the camera, so never moved into another zone. */
  day: (time) => (time ? days.format(new Date(`${time.slice(0, 10)}T00:00:00Z`)) : strings.unknownDay),
  probability: (value) => value.toFixed(value >= 0.995 || value < 0.005 ? 4 : 2).replace(/^0/, ''),
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

  whoPage: {
    progress: ({share, questionsTo80}) =>
      `${format.percent(share)} of all faces named${questionsTo80 ? ` · about ${count(questionsTo80, 'answer', 'answers')} until 80 %` : ''}`,
    share: (share) => `You have named ${format.percent(share)} of all faces`,
    question: 'Question',
    shown: 'The face that is asked about',
    openPhoto: 'Open the photo',
    name: 'Name',
    newName: 'New name',
    skip: 'Not sure',
    hide: 'Hide',
    back: 'Back',
    candidates: 'Most likely people',
    nobodySimilar: 'Nobody in this gallery looks similar.',
    include: (n) => `Face ${n} is included`,
    includeMore: 'Click a face that is somebody else.',
    also: (also) => `Very likely the same person, so the answer is for ${also.length === 1 ? 'this one' : 'these'} too. Click one that is somebody else.`,
    includeAlso: ({faces}) => `The person with ${count(faces, 'face', 'faces')} is included`,
    onePerson: 'one person',
    ask: {
      group: () => 'Who is this?',
      likely: ({settles, name}) => (settles === 1 ? `Is this ${name}?` : `Are these all ${name}?`),
      uncertain: ({name}) => `Is this ${name}?`,
      unknown: () => 'Who is this?',
      pair: ({name, otherName}) => (name === otherName ? `Is this the same ${name}?` : `Are ${name} and ${otherName} one person?`),
    },
    why: {
      group: ({settles}) => `${count(settles, 'face', 'faces')} that nobody has named.`,
      likely: ({settles}) => (settles === 1 ? 'A face without a person that looks similar.' : `${settles} faces without a person that look similar.`),
      uncertain: ({name}) => `This face is with ${name}, but somebody else is almost as likely.`,
      unknown: () => 'One face that belongs to nobody yet.',
      pair: ({settles}) => `These two look alike: ${count(settles, 'face', 'faces')} would move.`,
    },
    reject: {
      likely: ({name}) => `Not ${name}`,
      uncertain: ({name}) => `Not ${name}`,
      pair: () => 'Two people',
    },
    did: {
      is: (n, title) => `Named ${count(n, 'face', 'faces')} ${title}`,
      confirmed: (title) => `Confirmed ${title}`,
      rejected: (n, title) => `${n === 1 ? 'One face is' : `${n} faces are`} not ${title}`,
      different: (one, other) => `${one} and ${other} are two people`,
      notAFace: (n) => `Marked ${count(n, 'detection', 'detections')} as not a face`,
      hidden: (n) => `Hid a person with ${count(n, 'face', 'faces')}`,
    },
    done: 'Every face has been asked about',
    doneMore: 'New questions come with new photos.',
    noFaces: 'No faces yet',
    noFacesMore: 'When photos are added, this page asks who the people in them are, the most useful question first.',
    allSkipped: 'Nothing else to ask',
    allSkippedMore: (n) => `You were not sure about ${count(n, 'question', 'questions')}.`,
    again: 'Ask them again',
    keys: {
      candidate: 'to 5: it is this person',
      name: 'Name',
      reject: 'Not this person',
      skip: 'Not sure, ask later',
      notAFace: 'Not a face',
      hide: 'Hide',
      back: 'Back to the question before',
    },
  },
};
