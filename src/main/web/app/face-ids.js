/** The id of the photo of a face: face ids are that id, a hyphen and a number. */
export function photoOf(face) {
  return face.slice(0, face.lastIndexOf('-'));
}
