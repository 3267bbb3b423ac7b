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
  duplicatesPage: {
    people: 'People',
    photos: 'Photo copies',
    minimum: 'Show',
    minimums: [['0.7', 'Likely and more'], ['0.9', 'Very likely and more'], ['0.3', 'Possible and more']],
    csv: 'Save the list as CSV',
    comparing: 'Comparing people …',
    comparingPhotos: 'Comparing photos …',
    comparingPhotosMore: 'Every photo is compared with every other one. In a large gallery this takes some seconds.',
    comparingMore: 'Everyone is compared with everyone. In a large gallery this takes some seconds.',
    question: (one, other) => `Are ${one} and ${other} the same person?`,
    position: (at, of) => `${numbers.format(at)} of ${numbers.format(of)}`,
    moreFaces: 'More faces beside each other',
    against: 'What speaks against it',
    notTogether: 'They are never in one photo together, and nothing else speaks against it.',
    answers: 'Answers',
    same: 'The same person',
    different: 'Different people',
    skip: 'Not now',
    next: 'Next',
    thisFace: 'this face is',
    faceOf: (title) => `Face of ${title}`,
    effect: (n, title) => `If they are the same, ${count(n, 'face moves', 'faces move')} to ${title}. You can undo it.`,
    markedDifferent: (one, other) => `${one} and ${other} are different people`,
    skipped: (n) => `${count(n, 'question', 'questions')} put off`,
    skippedMore: 'Everything else is answered.',
    again: 'Ask them again',
    done: 'All answered',
    noPairs: 'Nobody seems to be here twice',
    noPairsMore: 'People who are alike enough to be one person are asked about here.',
    poor: (n) => `${count(n, 'pair is', 'pairs are')} alike, but known from poor faces only. Poor faces of different people are alike, so nothing is claimed.`,
    peopleColumns: ['person', 'name', 'faces', 'other person', 'other name', 'other faces', 'probability', 'in words', 'cosine', 'against it', 'photo', 'other photo'],
    photoColumns: ['kind', 'correlation', 'photo', 'paths', 'width', 'height', 'bytes', 'format', 'copy', 'copy paths', 'copy width', 'copy height', 'copy bytes', 'copy format'],
    kinds: {
      'same-bytes': 'One file at several places',
      reencoded: 'Saved again in the same size',
      resized: 'Saved in another size',
      cropped: 'A part of the other photo',
    },
    sameBytes: 'These files are equal, byte by byte. The gallery has the photo once, so there is nothing to decide.',
    size: (width, height) => `${numbers.format(width)} × ${numbers.format(height)}`,
    bytes: (n) => (n < 1e6 ? `${numbers.format(Math.max(1, Math.round(n / 1e3)))} kB` : `${numbers.format(Math.round(n / 1e5) / 10)} MB`),
    noFile: 'No file to show',
    keepFirst: 'Keep the left one',
    keepSecond: 'Keep the right one',
    notCopies: 'Not copies',
    markedNotCopies: 'Marked 2 photos as not copies of each other',
    removeTitle: 'Remove the copy from the gallery?',
    removeText: (gone, kept) => `${gone} leaves the gallery with its faces and with what was said about them; ${kept} stays. The file itself is not touched. This cannot be undone.`,
    remove: 'Remove the copy',
    removed: (path) => `Removed ${path} from the gallery`,
    noCopies: 'No copies',
    noCopiesMore: 'Photos that were saved again, made smaller or cropped are shown here beside their originals.',
    keys: {
      same: 'The same person',
      different: 'Different people',
      skip: 'Not now',
      keepFirst: 'Keep the left photo',
      keepSecond: 'Keep the right photo',
      notCopies: 'Not copies of each other',
    },
  },
  unclearPage: {
    states: {unassigned: 'Nobody’s', doubtful: 'Doubtful', 'not-a-face': 'Not a face'},
    explained: {
      unassigned: 'No person has these faces. Select those of one person and name them.',
      doubtful: 'These faces are with a person, but another person is almost as likely.',
      'not-a-face': 'These places were marked as not a face. They are in no search and no person.',
    },
    empty: {unassigned: 'Every face has a person', doubtful: 'No face is doubtful', 'not-a-face': 'Nothing is marked'},
    emptyMore: {
      unassigned: 'Faces that resemble nobody, or are too poor to say, are collected here.',
      doubtful: 'Faces for which two people are almost equally likely are collected here.',
      'not-a-face': 'What you mark as not a face is kept here, so that you can take it back.',
    },
    reasons: {
      'no-similar-face': 'Resembles nobody',
      'low-quality': 'Too poor to say',
      ambiguous: 'Between two people',
      rejected: 'Not who it resembles',
    },
    notGrouped: 'Not grouped yet',
    faceOf: (title, quality) => `${title}; ${quality}`,
    select: 'Select this face',
    name: 'Name',
    nameOf: (n) => `Name of the person of ${count(n, 'face', 'faces')}`,
    named: (n, name) => `${count(n, 'face is', 'faces are')} ${name}`,
    marked: (n) => `Marked ${count(n, 'detection', 'detections')} as not a face`,
    unmarked: (n) => `${count(n, 'detection is a face', 'detections are faces')} again`,
    isAFace: 'It is a face',
    confirm: 'It is this person',
    reject: 'Not this person',
    confirmed: (n, title) => `Confirmed ${count(n, 'face', 'faces')} of ${title}`,
    rejected: (n, title) => `${count(n, 'face is', 'faces are')} not ${title}`,
    keys: {confirm: 'It is this person', reject: 'Not this person'},
  },
  faceDrawer: {
    canvas: 'Draw a box around the face',
    help: 'Draw a box around the face. With keys: arrows move the box, with shift they change its size, Enter goes on.',
    name: 'Who is this? May be left empty',
    add: 'Add the face',
    again: 'Change the box',
    drew: (name) => (name ? `Added a face of ${name}` : 'Added a face'),
    position: (left, top, width, height) => `Box at ${left}, ${top}; ${width} × ${height} pixels`,
  },
};
