// All pages: to add one, add its folder and its line here (see src/docs/web.md).

import {hasScope} from '../app/session.js';
import {strings} from '../strings.js';

/**
 * A page's `name` is its part of the address and its element is `NAME-page`. Its `place`: `rail` puts it into the navigation,
 * `more` into its last entry, and the name of another page marks that one. `key` follows `g`. A page that is there to change
 * something has the scope `write`.
 */
export const pages = [
  {name: 'people', key: 'p', place: 'rail', load: () => import('./people/people-page.js')},
  {name: 'who', key: 'w', place: 'rail', scope: 'write', load: () => import('./who/who-page.js')},
  {name: 'search', key: 's', place: 'rail', load: () => import('./search/search-page.js')},
  {name: 'duplicates', key: 'd', place: 'rail', load: () => import('./duplicates/duplicates-page.js')},
  {name: 'photos', key: 'f', place: 'rail', load: () => import('./photos/photos-page.js')},
  {name: 'more', key: 'o', place: 'rail', load: () => import('./more/more-page.js')},
  {name: 'person', place: 'people', load: () => import('./person/person-page.js')},
  {name: 'photo', place: 'photos', load: () => import('./photo/photo-page.js')},
  {name: 'start', key: 'a', place: 'more', scope: 'write', load: () => import('./start/start-page.js')},
  {name: 'unclear', key: 'u', place: 'more', load: () => import('./unclear/unclear-page.js')},
  {name: 'history', key: 'h', place: 'more', load: () => import('./history/history-page.js')},
  {name: 'jobs', key: 'j', place: 'more', load: () => import('./jobs/jobs-page.js')},
  {name: 'gallery', key: 'g', place: 'more', load: () => import('./gallery/gallery-page.js')},
].map((page) => ({scope: 'read', ...page, title: strings.pages[page.name]}));

/** The pages that the key allows. */
export function allowedPages() {
  return pages.filter((page) => hasScope(page.scope));
}

export function findPage(name) {
  return pages.find((page) => page.name === name);
}
