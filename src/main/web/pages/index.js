// All pages: to add one, add its folder and its line here (see src/docs/web.md).

import {strings} from '../strings.js';

/**
 * A page's `name` is its part of the address and its element is `NAME-page`; `rail` puts it into the navigation, `more`
 * into its last entry; `key` follows `g`.
 */
export const pages = [
  {name: 'people', key: 'p', place: 'rail', load: () => import('./people/people-page.js')},
  {name: 'duplicates', key: 'd', place: 'rail', load: () => import('./duplicates/duplicates-page.js')},
  {name: 'unclear', place: 'more', load: () => import('./unclear/unclear-page.js')},
].map((page) => ({...page, title: strings.pages[page.name]}));

export function findPage(name) {
  return pages.find((page) => page.name === name);
}
