// Addresses of pages: `#/GALLERY/PAGE/ID?filters`. They live behind the `#`, so the server needs no route for them and
// a proxy's prefix changes nothing.

/** The place that the address bar names: `{gallery, page, id, query}`. */
export function route() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [gallery = '', page = '', id = ''] = path.split('/').map(decoded);
  return {gallery, page, id, query: Object.fromEntries(new URLSearchParams(search))};
}

/** A part of an address; empty if it is malformed, as after a cut when it was copied. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The address of a place. What is left out stays as it is; a query is always given whole. */
export function address({gallery = route().gallery, page, id = '', query = {}}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '' && value != null));
  const path = [gallery, page, ...(id === '' ? [] : [id])].map((one) => encodeURIComponent(one)).join('/');
  return `#/${path}${search.size ? `?${search}` : ''}`;
}

/** Goes to a place, as a link does. */
export function go(place) {
  location.hash = address(place);
}

/** Changes filters without a new entry in the browser's history. */
export function refine(query) {
  const {page, id, query: before} = route();
  history.replaceState(history.state, '', address({page, id, query: {...before, ...query}}));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Notes something in the browser's history entry, so that Back and a reload find it again. */
export function remember(state) {
  history.replaceState({...history.state, ...state}, '');
}

/** What was noted in this entry of the browser's history. */
export function remembered() {
  return history.state ?? {};
}
