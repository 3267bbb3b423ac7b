// What all elements share. They render into the page itself rather than into a shadow tree, so that plain style sheets
// and the browser's own tools for reading pages work everywhere. A method must not have the name of one of HTMLElement's:
// the browser would call it, for instance `remove` when the element leaves the page.

import {LitElement} from 'lit';
import {addKeys} from '../app/keyboard.js';

export class LikenessElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Calls `listener` for an event of the window while this element is on the page. */
  whileShown(event, listener) {
    (this.listeners ??= []).push([event, listener]);
    if (this.isConnected) window.addEventListener(event, listener);
  }

  /** The element's keys while it is on the page, as `addKeys` takes them: those that only look. */
  keys() {
    return {};
  }

  /** Its keys that change something. */
  editKeys() {
    return {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.removeKeys = [addKeys(this.keys()), addKeys(this.editKeys(), {changes: true})];
    for (const [event, listener] of this.listeners ?? []) window.addEventListener(event, listener);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeKeys.forEach((remove) => remove());
    for (const [event, listener] of this.listeners ?? []) window.removeEventListener(event, listener);
  }
}
