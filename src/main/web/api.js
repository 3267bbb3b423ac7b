// Made from openapi.yaml by ApiModuleTest: a function for each operation of the API. Do not edit; change the
// contract, then run `mvn test -Dtest=ApiModuleTest -Dweb.api=write`.
//
// The first argument holds the parameters of the path and the query by name. Functions with a body take it as
// the second. The last argument may have `signal` and `headers`. Failures are thrown as ApiError.

import {call, part, url} from './app/http.js';

/**
 * Get this contract. The OpenAPI document itself, for code generators and other tools. Needs no key.
 */
export const getContractUrl = () => url(`v1/openapi.yaml`);

/**
 * Tell who calls. Whether the server requires a key, what the caller may do, and the token that changes of a session
 * need. Needs no key.
 */
export const getSession = (options) => call('GET', `v1/session`, {...options});

/**
 * Sign in. Exchanges a key for a session, so that a browser need not store the key. The response sets the cookie
 * `likeness-session-PORT` (`HttpOnly`, `SameSite=Strict`, and `Secure` under HTTPS), which then takes the place of
 * the key. Its name has the port at which the browser reaches the server, because browsers send the cookies of a host
 * to all its ports. Every request that is not a GET or HEAD needs `csrfToken` in the header `X-CSRF-Token` as well. A
 * session ends by `deleteSession`, after `server.sessionIdleTimeout` without a request, after
 * `server.sessionLifetime`, and when its key is revoked or changed; streams of events that it reads end with it. A
 * session of the same browser from before ends. Needs no key in a header.
 */
export const createSession = (body, options) => call('POST', `v1/session`, {body, ...options});

/**
 * Sign out. Ends the session of the cookie, if there is one, and deletes the cookie. A body is ignored. Needs no key.
 */
export const deleteSession = (options) => call('DELETE', `v1/session`, {...options});

/**
 * List galleries. All galleries that the key may use, without their quality histograms. A gallery whose files are
 * damaged is listed apart, with what is wrong; the others work. Needs a key of scope `read`.
 */
export const listGalleries = (options) => call('GET', `v1/galleries`, {...options});

/**
 * Create a gallery. The gallery is empty and uses one embedder, which it keeps. Needs a key of scope `admin`.
 */
export const createGallery = (body, options) => call('POST', `v1/galleries`, {body, ...options});

/**
 * Get a gallery. Counts, size and quality histogram of one gallery. Needs a key of scope `read`.
 */
export const getGallery = ({gallery}, options) => call('GET', `v1/galleries/${part(gallery)}`, {...options});

/**
 * Delete a gallery. Deletes the gallery with all vectors, crops, names and paths in it. Cannot be undone. Needs a key
 * of scope `admin`.
 */
export const deleteGallery = ({gallery}, options) => call('DELETE', `v1/galleries/${part(gallery)}`, {...options});

/**
 * Get the quality histogram. How good the faces of the gallery are for recognition. Needs a key of scope `read`.
 */
export const getQuality = ({gallery}, options) => call('GET', `v1/galleries/${part(gallery)}/quality`, {...options});

/**
 * Back up a gallery. Downloads the gallery as one ZIP file, which `restoreGallery` reads. Needs a key of scope
 * `admin`.
 */
export const backupGalleryUrl = ({gallery}) => url(`v1/galleries/${part(gallery)}/backup`);

/**
 * Restore a gallery. Creates a gallery from a backup, after every file was compared with its hash and the checksums
 * of the index were verified. The name must be free. What was deleted after the backup was made is left out; a backup
 * of a gallery that was deleted since is refused. Needs a key of scope `admin`. Query: `includeDeleted`.
 */
export const restoreGallery = ({gallery, ...query}, body, options) => call('POST', `v1/galleries/${part(gallery)}/restore`, {query, body, ...options});

/**
 * Check a gallery. Starts a job that reads all files of the gallery, which may be damaged, and compares them:
 * checksums, photos with faces, faces with people, vectors and pictures. The job's result is a `GalleryCheck`. While
 * it runs, the gallery cannot be changed. A repair is made at the command line. Needs a key of scope `admin`.
 */
export const checkGallery = ({gallery}, options) => call('POST', `v1/galleries/${part(gallery)}/check`, {...options});

/**
 * Back up a gallery to the server. Starts a job that adds a backup of the gallery to the server's folder of backups,
 * `backup.directory`. What other backups hold is not copied. Needs a key of scope `admin`.
 */
export const startBackup = ({gallery}, options) => call('POST', `v1/galleries/${part(gallery)}/backups`, {...options});

/**
 * List backups. The backups in the server's folder of backups, also of deleted galleries. Needs a key of scope
 * `admin`.
 */
export const listBackups = (options) => call('GET', `v1/backups`, {...options});

/**
 * Verify a backup. Starts a job that reads a whole backup and compares every file with its hash. Nothing is restored.
 * Needs a key of scope `admin`.
 */
export const verifyBackup = ({backup}, options) => call('POST', `v1/backups/${part(backup)}/verify`, {...options});

/**
 * Restore a backup. Starts a job that creates a gallery from a backup, after every file was compared with its hash
 * and the checksums of the index were verified. What was deleted after the backup was made is left out; a backup of a
 * gallery that was deleted since is refused. The job's result is a `RestoredGallery`. Needs a key of scope `admin`.
 */
export const restoreBackup = ({backup}, body, options) => call('POST', `v1/backups/${part(backup)}/restore`, {body, ...options});

/**
 * Watch a gallery. Server-sent events of what changes in the gallery, whoever changes it, until it is deleted; the
 * data of each event is a `GalleryEvent`. The current state is sent first, so a client that lost the connection
 * compares its `version` with the last one that it saw. Needs a key of scope `read`.
 */
export const watchGalleryUrl = ({gallery}) => url(`v1/galleries/${part(gallery)}/events`);

/**
 * Add photos. Adds photos as uploaded files, and finds and embeds their faces. With `person` or `externalId`, the
 * photos show this person, and the answer says for each which face of how many was enrolled: the only one, or the one
 * that is clearly the largest. A photo that fails does not stop the others; a single photo that fails is answered
 * with its problem. Whole folders are added by a job of kind `ingest`. Needs a key of scope `write`. Other bodies
 * that are accepted: one picture of type `image/…`; JSON with a picture in base64 as `image` and its `name`, or with
 * up to 64 `paths` of files on the server. Query: `cluster`, `clusterAfter`, `keep`, `name`, `person`, `externalId`,
 * `onConflict`.
 */
export const addPhotos = ({gallery, ...query}, body, options) => call('POST', `v1/galleries/${part(gallery)}/photos`, {query, body, ...options});

/**
 * List photos. Photos with their faces, page by page: all of them, or those that meet every condition. Needs a key of
 * scope `read`. Query: `person`, `without`, `captured`, `path`, `minQuality`, `unnamed`, `order`, `limit`, `cursor`,
 * `offset`.
 */
export const listPhotos = ({gallery, ...query}, options) => call('GET', `v1/galleries/${part(gallery)}/photos`, {query, ...options});

/**
 * Get a photo. One photo with its faces, and what its surroundings say for those that are not clear. Needs a key of
 * scope `read`.
 */
export const getPhoto = ({gallery, photo}, options) => call('GET', `v1/galleries/${part(gallery)}/photos/${part(photo)}`, {...options});

/**
 * Turn a photo. Turns a photo that is shown lying or upside down. Its faces move with the picture and keep what users
 * said about them; it is searched again, and faces that are found only now are added. It stays turned when its file
 * is read again. The file of the photo must lie at one of the photo's paths, and is not changed. To take it back,
 * send the degrees of before. Needs a key of scope `write`.
 */
export const turnPhoto = ({gallery, photo}, body, options) => call('PATCH', `v1/galleries/${part(gallery)}/photos/${part(photo)}`, {body, ...options});

/**
 * Delete a photo. Deletes a photo, its faces and what users said about them. Events of the history lose what they say
 * about these faces. Cannot be undone. Needs a key of scope `write`.
 */
export const deletePhoto = ({gallery, photo}, options) => call('DELETE', `v1/galleries/${part(gallery)}/photos/${part(photo)}`, {...options});

/**
 * Get a photo to look at. The photo as a JPEG file: upright, in sRGB, reduced to a width, without EXIF and any other
 * metadata, whatever the format of its file. A picture of width 320 is stored with the photo and needs no file, so it
 * is there when the file is gone; uploads that were not kept do not have it. For larger ones the file must lie at one
 * of the photo's paths and still show the photo. The ETag is known without decoding. Needs a key of scope `read`.
 * Query: `width`, `turned`.
 */
export const getPhotoImageUrl = ({gallery, photo, ...query}) => url(`v1/galleries/${part(gallery)}/photos/${part(photo)}/image`, query);

/**
 * Download the file of a photo. The file as it is, to save. It contains what the camera and other programs wrote into
 * it, such as the place where the photo was taken. Therefore it needs a key of scope `write`.
 */
export const getPhotoOriginalUrl = ({gallery, photo}) => url(`v1/galleries/${part(gallery)}/photos/${part(photo)}/original`);

/**
 * Draw a face that was missed. Adds the face in a box that a user drew, because the detector had missed it, and
 * assigns it to a person, if one is given. The landmarks come from a closer look at the box, or from a mean face. The
 * file of the photo must lie at one of the photo's paths. The face stays when the photo is read again or the gallery
 * is embedded by another model. Can be undone. Needs a key of scope `write`.
 */
export const drawFace = ({gallery, photo}, body, options) => call('POST', `v1/galleries/${part(gallery)}/photos/${part(photo)}/faces`, {body, ...options});

/**
 * List faces. Faces with their people, page by page: all, or those that a user should look at. Needs a key of scope
 * `read`. Query: `state`, `order`, `limit`, `cursor`.
 */
export const listFaces = ({gallery, ...query}, options) => call('GET', `v1/galleries/${part(gallery)}/faces`, {query, ...options});

/**
 * Get a face. One face with its person, the reason for it, and what the surroundings of its photo say for it. Needs a
 * key of scope `read`.
 */
export const getFace = ({gallery, face}, options) => call('GET', `v1/galleries/${part(gallery)}/faces/${part(face)}`, {...options});

/**
 * Get a face's crop. Without `size` and `context`, the stored crop: the aligned picture that the embedder saw, 112 ×
 * 112 pixels. With either of them, a square of the upright photo around the face, without metadata. If the file of
 * the photo is gone, the stored crop takes its place. Needs a key of scope `read`. Query: `size`, `context`.
 */
export const getFaceCropUrl = ({gallery, face, ...query}) => url(`v1/galleries/${part(gallery)}/faces/${part(face)}/crop`, query);

/**
 * Assign a face to a person. By number or by name; a new name creates a person. Can be undone. Needs a key of scope
 * `write`.
 */
export const assignFace = ({gallery, face}, body, options) => call('PUT', `v1/galleries/${part(gallery)}/faces/${part(face)}/person`, {body, ...options});

/**
 * Mark detections as not a face. They are unassigned and no longer found by searches. Can be undone. Needs a key of
 * scope `write`.
 */
export const markNotAFace = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/faces/mark-not-a-face`, {body, ...options});

/**
 * Unmark detections as not a face. The inverse of marking them as not a face. Can be undone. Needs a key of scope
 * `write`.
 */
export const unmarkNotAFace = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/faces/unmark-not-a-face`, {body, ...options});

/**
 * Retract what users said about faces. Removes all assertions of users about these faces; the next clustering decides
 * alone. Can be undone. Needs a key of scope `write`.
 */
export const retractFaces = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/faces/retract`, {body, ...options});

/**
 * Search for faces and people. Finds the most similar faces of the gallery, and the people they belong to, for 1 to
 * 64 probes. Of several probes, each is answered on its own: `probes` says what is wrong with one. The response has
 * the form of `likeness search --json`, and `probes`. Needs a key of scope `read`. Other bodies that are accepted:
 * one picture of type `image/…`; a form with pictures as the files `image` and, perhaps, this JSON as the field
 * `request`.
 */
export const search = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/search`, {body, ...options});

/**
 * Verify whether two faces are the same person. Compares two probes one to one. The response has the form of
 * `likeness verify --json`. Needs a key of scope `read`. Other bodies that are accepted: a form with pictures as the
 * files `first` and `second`.
 */
export const verify = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/verify`, {body, ...options});

/**
 * List people. People with counts and cover faces, page by page. All pages have the order of the moment of the first
 * page. Needs a key of scope `read`. Query: `order`, `hidden`, `named`, `search`, `person`, `limit`, `cursor`,
 * `offset`.
 */
export const listPeople = ({gallery, ...query}, options) => call('GET', `v1/galleries/${part(gallery)}/people`, {query, ...options});

/**
 * Add a person with photos. Adds a new person whom all of these photos show, with the photos. The answer says for
 * each which face of how many was enrolled: the only one, or the one that is clearly the largest. A photo that cannot
 * be enrolled does not stop the others, and is added if it can be read. If none has such a face, the request is
 * refused with NO_FACE, and neither the person nor a photo is added. The person is one edit, which can be undone.
 * Needs a key of scope `write`. Other bodies that are accepted: one picture of type `image/…`; JSON with a picture in
 * base64 as `image`, or with up to 64 `paths` of files on the server. Query: `name`, `externalId`, `sameName`,
 * `onConflict`, `cluster`, `clusterAfter`, `keep`.
 */
export const addPerson = ({gallery, ...query}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people`, {query, body, ...options});

/**
 * Split faces off into a new person. The faces may belong to one person, to several or to no person before. Can be
 * undone. Needs a key of scope `write`. Query: `sameName`.
 */
export const splitPerson = ({gallery, ...query}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people/split`, {query, body, ...options});

/**
 * Merge people. Assigns all faces of the people in `from` to the person `into`, and names that person if there is a
 * `name`, as one edit. Can be undone. Needs a key of scope `write`. Query: `sameName`.
 */
export const mergePeople = ({gallery, ...query}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people/merge`, {query, body, ...options});

/**
 * Hide people. Hides several people from lists and search results, or shows them again, as one edit. Can be undone.
 * Needs a key of scope `write`.
 */
export const hidePeople = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people/hide`, {body, ...options});

/**
 * Get a person by an external id. The person with this id in another system, as `getPerson` returns them. Needs a key
 * of scope `read`.
 */
export const getPersonByExternalId = ({gallery, externalId}, options) => call('GET', `v1/galleries/${part(gallery)}/people/by-external-id/${part(externalId)}`, {...options});

/**
 * Add or name a person by an external id. Gives the person with this id in another system a name, and adds the person
 * if there is none. Several people may have one name, because their external ids tell them apart. The same request
 * again changes nothing. Can be undone. Needs a key of scope `write`.
 */
export const putPersonByExternalId = ({gallery, externalId}, body, options) => call('PUT', `v1/galleries/${part(gallery)}/people/by-external-id/${part(externalId)}`, {body, ...options});

/**
 * Get a person. One person with all faces and with what users said about the person. Needs a key of scope `read`.
 */
export const getPerson = ({gallery, person}, options) => call('GET', `v1/galleries/${part(gallery)}/people/${part(person)}`, {...options});

/**
 * Update a person. Changes name, birth date, external id, cover or visibility as one edit; either all changes are
 * made or none. Can be undone. Needs a key of scope `write`. Query: `sameName`.
 */
export const changePerson = ({gallery, person, ...query}, body, options) => call('PATCH', `v1/galleries/${part(gallery)}/people/${part(person)}`, {query, body, ...options});

/**
 * Delete a person. Deletes a person with all faces and what users said about them, with the events of the history
 * that name them. Cannot be undone. Needs a key of scope `write`. Query: `photos`.
 */
export const deletePerson = ({gallery, person, ...query}, options) => call('DELETE', `v1/galleries/${part(gallery)}/people/${part(person)}`, {query, ...options});

/**
 * Get a person's cover. The picture of the person's cover face, as the operation getFaceCrop returns it: the face
 * that a user chose, else the clearest typical face. Needs a key of scope `read`. Query: `size`, `context`.
 */
export const getPersonCoverUrl = ({gallery, person, ...query}) => url(`v1/galleries/${part(gallery)}/people/${part(person)}/cover`, query);

/**
 * List people who appear together. The people who appear in the same photos as this person, those in most photos
 * first. Hidden people are left out. Needs a key of scope `read`.
 */
export const listPeopleTogether = ({gallery, person}, options) => call('GET', `v1/galleries/${part(gallery)}/people/${part(person)}/together`, {...options});

/**
 * Preview a split. The faces of the person that are more similar to the given faces than to the person's other faces:
 * they would probably go along in a split. Faces that a user confirmed stay. Changes nothing. Needs a key of scope
 * `read`.
 */
export const previewSplit = ({gallery, person}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people/${part(person)}/split-preview`, {body, ...options});

/**
 * Assign faces to a person. Moves faces from other people, or from no person, to this one, and rejects the person for
 * other faces, as one edit. Can be undone. Needs a key of scope `write`.
 */
export const moveFaces = ({gallery, person}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people/${part(person)}/faces`, {body, ...options});

/**
 * Confirm faces of a person. The faces stay assigned to this person whatever clustering finds. Can be undone. Needs a
 * key of scope `write`.
 */
export const confirmFaces = ({gallery, person}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people/${part(person)}/confirm`, {body, ...options});

/**
 * Reject faces of a person. The faces are never assigned to this person again. Can be undone. Needs a key of scope
 * `write`.
 */
export const rejectFaces = ({gallery, person}, body, options) => call('POST', `v1/galleries/${part(gallery)}/people/${part(person)}/reject`, {body, ...options});

/**
 * Mark two people as different. Clustering never merges them, and they are not listed as duplicates. Can be undone.
 * Needs a key of scope `write`.
 */
export const markPeopleDifferent = ({gallery, person, other}, options) => call('PUT', `v1/galleries/${part(gallery)}/people/${part(person)}/different/${part(other)}`, {...options});

/**
 * Unmark two people as different. The inverse of marking them as different. Can be undone. Needs a key of scope
 * `write`.
 */
export const unmarkPeopleDifferent = ({gallery, person, other}, options) => call('DELETE', `v1/galleries/${part(gallery)}/people/${part(person)}/different/${part(other)}`, {...options});

/**
 * List the history. All changes by users, latest first, page by page. Needs a key of scope `read`. Query: `limit`,
 * `cursor`.
 */
export const listHistory = ({gallery, ...query}, options) => call('GET', `v1/galleries/${part(gallery)}/history`, {query, ...options});

/**
 * Undo changes. Undoes the latest changes that are not undone yet: one without a body, `count` of them, or all back
 * to and including an `event`. Needs a key of scope `write`.
 */
export const undo = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/history/undo`, {body, ...options});

/**
 * Redo changes. Redoes what was undone last: one change without a body, `count` of them, or all up to and including
 * an `event`. Needs a key of scope `write`.
 */
export const redo = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/history/redo`, {body, ...options});

/**
 * List the next questions about people. The questions whose answers put most faces right, most useful first, and how
 * far the naming of the gallery is. An answer is one of the edits: name a person, merge people, assign, confirm or
 * reject faces, mark them as not a face, hide a person, or mark people as different. After it, the next questions may
 * be others. Needs a key of scope `read`. Query: `limit`, `skip`.
 */
export const listQuestions = ({gallery, ...query}, options) => call('GET', `v1/galleries/${part(gallery)}/review`, {query, ...options});

/**
 * List people who may be the same person. Scores pairs of people and groups the probable ones, most probable pair
 * first. Every two people of a group may be the same person; a chain whose ends are not is listed as its pairs. The
 * response has the form of `likeness duplicates --json`. Needs a calibration. A job of kind `duplicates` does the
 * same for large galleries. Needs a key of scope `read`. Query: `minProbability`, `limit`, `newSince`.
 */
export const listDuplicatePeople = ({gallery, ...query}, options) => call('GET', `v1/galleries/${part(gallery)}/duplicates/people`, {query, ...options});

/**
 * Merge duplicate people. Merges a group of people into one. Can be undone. Needs a key of scope `write`.
 */
export const acceptDuplicatePeople = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/duplicates/people/accept`, {body, ...options});

/**
 * Reject duplicate people. Marks all people of the group as different from each other. Can be undone. Needs a key of
 * scope `write`.
 */
export const rejectDuplicatePeople = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/duplicates/people/reject`, {body, ...options});

/**
 * Decide several pairs of people. Merges the accepted pairs, the second person into the first, and then marks the
 * rejected ones as different. All of it is one edit, which can be undone; if one decision is not possible, nothing is
 * changed. A person that one pair merges into another is that other person in the pairs after it. Needs a key of
 * scope `write`.
 */
export const decideDuplicatePeople = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/duplicates/people/decide`, {body, ...options});

/**
 * List copies of photos. Photos that are copies of others: the same picture, re-encoded, resized or cropped. Needs a
 * key of scope `read`.
 */
export const listDuplicatePhotos = ({gallery}, options) => call('GET', `v1/galleries/${part(gallery)}/duplicates/photos`, {...options});

/**
 * Delete copies of photos. Deletes the given photos as `deletePhoto` does. Cannot be undone. Needs a key of scope
 * `write`.
 */
export const acceptDuplicatePhotos = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/duplicates/photos/accept`, {body, ...options});

/**
 * Reject copies of photos. The photos are no longer listed as copies of each other. Can be undone. Needs a key of
 * scope `write`.
 */
export const rejectDuplicatePhotos = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/duplicates/photos/reject`, {body, ...options});

/**
 * Start a job. Starts work that takes longer than a request. Needs a key of scope `write`.
 */
export const startJob = ({gallery}, body, options) => call('POST', `v1/galleries/${part(gallery)}/jobs`, {body, ...options});

/**
 * List folders. Folders of the server from which photos may be added: the photo roots, or what a folder below them
 * contains. Hidden folders are left out. Needs a key of scope `write`. Query: `path`.
 */
export const listFolders = ({...query} = {}, options) => call('GET', `v1/folders`, {query, ...options});

/**
 * List jobs. Jobs of all galleries that the key may use. Jobs are forgotten when the server stops. Needs a key of
 * scope `read`.
 */
export const listJobs = (options) => call('GET', `v1/jobs`, {...options});

/**
 * Get a job. State, progress and result of a job. Needs a key of scope `read`.
 */
export const getJob = ({job}, options) => call('GET', `v1/jobs/${part(job)}`, {...options});

/**
 * Cancel a job. The job stops soon and keeps what it has finished. A job that has ended stays as it is. Needs a key
 * of scope `write`.
 */
export const cancelJob = ({job}, options) => call('DELETE', `v1/jobs/${part(job)}`, {...options});

/**
 * Watch a job. Server-sent events until the job has ended; the data of each event is a `Job`. Needs a key of scope
 * `read`.
 */
export const watchJobUrl = ({job}) => url(`v1/jobs/${part(job)}/events`);
