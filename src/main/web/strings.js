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
  save: 'Save',
  more: 'More',
  retry: 'Try again',
  loading: 'Loading …',
  unknownDay: 'unknown day',
  name: 'Name',
  unassigned: 'Unassigned',
  notAFace: 'Not a face',
  markedNotAFace: (n) => `Marked ${count(n, 'face', 'faces')} as not a face`,
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
    all: 'Select all',
    notAFace: 'Not a face',
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
    shown: 'Show',
    named: {'': 'All people', true: 'With a name', false: 'Without a name'},
    none: {true: 'Nobody has a name yet', false: 'Everybody has a name'},
    noneMore: {true: 'Move to a person and press n to say who it is.', false: 'New people without a name will be here.'},
    hidden: 'Hidden people too',
    empty: 'No people yet',
    emptyMore: 'Faces that appear in several photos are grouped into people here. Add photos to begin.',
    name: 'Name',
    nameOf: (title) => `Name of ${title}`,
    merge: 'Merge',
    hide: 'Hide',
    show: 'Show again',
    hid: (title) => `Hid ${title}`,
    shownAgain: (title) => `Shown again: ${title}`,
    notAFaceTitle: 'Only people of one face can be marked as not a face here.',
    select: (title) => `Select ${title}`,
  },

  personPage: {
    faces: 'Faces',
    order: 'Order',
    orders: {quality: 'Clearest first', time: 'Latest first', certainty: 'Least certain first'},
    onlyUnsure: (n) => `Only uncertain (${numbers.format(n)})`,
    years: 'Years',
    face: (n) => `Face ${numbers.format(n)}`,
    select: (label) => `Select ${label}`,
    isConfirmed: 'confirmed',
    unsure: 'uncertain',
    reasons: {user: 'A user decided this', core: 'One of the clear faces that define the person', joined: 'Added to the most similar person'},
    rename: 'Rename',
    birthDate: 'Birth date',
    birthDateSet: (title, day) => `Set the birth date of ${title} to ${day}`,
    birthDateRemoved: (title) => `Removed the birth date of ${title}`,
    born: (day) => `born ${day}`,
    lastSeen: (day) => `last seen ${day}`,
    hide: 'Hide',
    show: 'Show again',
    shown: (title) => `${title} is shown again`,
    isHidden: 'hidden',
    photos: 'Photos of this person',
    duplicates: 'Possible duplicates',
    delete: 'Delete data …',
    deleteTitle: (title) => `Delete all data of ${title}?`,
    deleteText: (n) =>
      `This deletes ${count(n, 'face', 'faces')} with their pictures and vectors, the name, and every entry of the history that names this person. It cannot be undone. The files of the photos on disk stay as they are.`,
    deleteKeep: 'Delete the faces',
    deletePhotos: 'Delete also photos that show nobody else',
    deleted: (title) => `Deleted all data of ${title}`,
    moveTo: 'Move to',
    moved: (n, title) => `Moved ${count(n, 'face', 'faces')} to ${title}`,
    newPerson: 'New person',
    split: (n) => `Made a new person of ${count(n, 'face', 'faces')}`,
    reject: 'Not this person',
    rejected: (n, title) => (n === 1 ? `This face is not ${title}` : `${numbers.format(n)} faces are not ${title}`),
    confirm: 'Confirm',
    confirmed: (n, title) => `Confirmed ${count(n, 'face', 'faces')} as ${title}`,
    cover: 'Cover',
    coverChosen: (title) => `Chose the cover of ${title}`,
    different: 'Marked as different people',
    unmark: 'Unmark',
    together: 'Together with',
    togetherPhotos: (n) => `in ${count(n, 'photo', 'photos')}`,
    similar: 'Select similar',
    noSimilar: 'No other face is more similar to these than to the rest.',
    alongTitle: (n) => `${count(n, 'more face seems', 'more faces seem')} to belong to these`,
    alongText: 'They are more similar to the selected faces than to the other faces of this person.',
    along: (n) => `Take ${numbers.format(n)} along`,
    onlySelected: 'Only the selected',
    unmarked: (one, other) => `Unmarked ${one} and ${other} as different people`,
    empty: 'No faces',
    emptyMore: 'This person has a name but no faces any more.',
    sure: 'No uncertain faces',
    sureMore: 'No other person is nearly as likely for any face here.',
    gone: 'This person is no longer here',
    goneMore: 'All faces were merged into another person, moved or deleted. Undo brings back what was merged or moved.',
    keys: {
      move: 'Move the selected to a person',
      split: 'Make the selected a new person',
      reject: 'Not this person',
      cover: 'Make it the cover',
      confirm: 'Confirm',
    },
  },
};
