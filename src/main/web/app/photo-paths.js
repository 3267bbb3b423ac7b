// What people read instead of the path of a photo's file.

/** An uploaded photo is kept in a folder that nobody knows, so its name alone is shown; another photo has its whole path. */
export function shownPath(path) {
  return path.replace(/^(upload:|.*[/\\]uploads[/\\][0-9a-f]{64}[/\\])/, '');
}
