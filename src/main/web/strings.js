// Everything the pages say, in one place. Another language is another file with the same keys.

const numbers = new Intl.NumberFormat();
const days = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeZone: 'UTC'});
const moments = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC'});
const plural = new Intl.PluralRules('en');

/** A number with its noun: `1 face`, `1,402 faces`. */
function count(n, one, other) {
  return `${numbers.format(n)} ${plural.select(n) === 'one' ? one : other}`;
}

export const format = {
  number: (n) => numbers.format(n),
  /** A capture time: local time of the camera, so never moved into another zone. */
  day: (time) => (time ? days.format(new Date(`${time.slice(0, 10)}T00:00:00Z`)) : strings.unknownDay),
  /** A capture time with its hour. */
  moment: (time) => moments.format(new Date(`${time.slice(0, 19)}Z`)),
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

  photoFilters: {
    title: (n) => (n ? `Filters (${n})` : 'Filters'),
    person: 'With a person',
    with: (name) => `With ${name}`,
    without: (name) => `Without ${name}`,
    turn: 'Turn with into without and back',
    remove: (name) => `Remove ${name} from the filters`,
    captured: 'Taken in',
    capturedHint: '2019, 2019-07 or 2019-07-14',
    path: 'Folder',
    pathHint: '/photos/2019',
    quality: 'Faces',
    qualities: [['', 'Of any quality'], ['30', 'Usable or clear'], ['60', 'Clear']],
    unnamed: 'Somebody without a name',
    clear: 'Clear all',
  },

  photosPage: {
    order: 'Order',
    orders: {newest: 'Newest first', oldest: 'Oldest first'},
    nobody: 'No face',
    noDay: 'No date',
    photo: (text, time) => (time ? `${text}, ${format.day(time)}` : text),
    empty: 'No photos yet',
    emptyMore: 'All photos of this gallery are shown here. Add some to begin.',
    noneFound: 'No photo is like that',
    noneFoundMore: 'No photo passes all filters. Remove one of them.',
  },

  photoPage: {
    back: 'Photos',
    previous: 'Previous photo',
    next: 'Next photo',
    place: (index, n) => `${numbers.format(index + 1)} of ${numbers.format(n)}`,
    taken: 'Taken',
    size: 'Size',
    pixels: ({width, height, format: kind}) => `${width} × ${height}, ${kind.toUpperCase()}`,
    paths: 'Files',
    noPath: 'Uploaded; no file on the server',
    download: 'Download the original',
    downloadMore: 'It contains what the camera wrote into it, such as the place.',
    remove: 'Delete the photo',
    removeTitle: 'Delete this photo from the gallery?',
    removeText: (n) => `The photo, its ${count(n, 'face', 'faces')} and what was said about them are deleted from the gallery. `
      + 'The file itself stays where it is. This cannot be undone.',
    removed: 'Deleted the photo. Its data is being removed from the disk.',
    noFaces: 'No face was found in this photo.',
    choose: 'Choose a face to see who it is and why.',
    faces: 'Faces in this photo',
    about: 'About this photo',
    unassigned: 'Nobody yet',
    nameFace: 'Who is this?',
    nameGroup: (n) => `Names this person in ${count(n, 'photo', 'photos')}.`,
    changeFace: 'Somebody else? Moves this face alone.',
    assigned: (name) => `Assigned the face to ${name}`,
    notThem: (title) => `Not ${title}`,
    rejected: (title) => `The face is not ${title}`,
    notAFace: 'Not a face',
    markedNotAFace: 'Set aside as not a face',
    isAFace: 'It is a face',
    unmarked: 'It is a face again',
    openPerson: (title) => `Open ${title}`,
    search: 'Search with this face',
    why: 'Why',
    quality: 'Quality',
    clearFace: 'Close the face',
    reasons: {
      user: 'Somebody said so.',
      core: 'It is one of the clear faces that make up this person.',
      joined: 'It is most like this person.',
      'no-similar-face': 'No other face is like it.',
      'low-quality': 'It is too unclear to tell.',
      ambiguous: 'Two people are about equally likely.',
      rejected: 'It is only like people whom somebody ruled out.',
      none: 'It has not been grouped yet.',
    },
    keys: {step: 'Previous or next photo', face: 'Next face', name: 'Say who it is', reject: 'Not this person', aside: 'Not a face'},
  },

  searchPage: {
    drop: 'Drop a picture here, or paste one',
    dropMore: 'Every face in it is compared with all faces of this gallery. The picture is not kept.',
    choose: 'Choose a picture',
    other: 'Another picture',
    noFace: 'No face was found in this picture',
    noFaceMore: 'Try one in which the face is larger or turned to the camera.',
    faceNumber: (index) => `Face ${index + 1}`,
    faces: 'Faces in the picture',
    decisions: {
      match: 'The same person',
      'no-match': 'Nobody in this gallery is certain to be this person',
      'low-quality': 'Too unclear to decide',
    },
    match: (title) => `This is ${title}`,
    faceQuality: 'The face is',
    hitDecisions: {match: 'match', 'no-match': 'no match', 'low-quality': 'unclear'},
    people: 'People',
    noPeople: 'Nobody is like this face.',
    found: 'Similar faces',
    noHits: 'No face passes the filters.',
    hits: (n) => `${count(n, 'similar face', 'similar faces')}`,
    order: 'Order',
    orders: {probability: 'Most likely', date: 'Newest first'},
    cosine: (value) => `cosine ${value.toFixed(2)}`,
    photoOf: (title) => `Photo with ${title}`,
    cannotShow: 'Your browser cannot show this kind of picture; its faces were read all the same.',
  },
};
