// All pages: to add one, add its folder and its line here (see src/docs/web.md).

import {strings} from '../strings.js';

/**
 * A page's `name` is its part of the address and its element is `NAME-page`; `rail` puts it into the navigation, `more`
 * into its last entry; `key` follows `g`.
 */
export const pages = [
  {name: 'people', key: 'p', place: 'rail', load: () => import('./people/people-page.js')},
  {name: 'who', key: 'w', place: 'rail', load: () => import('./who/who-page.js')},
  {name: 'person', load: () => import('./person/person-page.js')},
  {name: 'search', key: 's', place: 'rail', load: () => import('./search/search-page.js')},
  {name: 'photos', key: 'f', place: 'rail', load: () => import('./photos/photos-page.js')},
  {name: 'photo', load: () => import('./photo/photo-page.js')},
].map((page) => ({...page, title: strings.pages[page.name]}));

export function findPage(name) {
  return pages.find((page) => page.name === name);
}
