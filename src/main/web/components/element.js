// What all elements share. They render into the page itself rather than into a shadow tree, so that plain style sheets
// and the browser's own tools for reading pages work everywhere.

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

  /** The element's keys while it is on the page, as `addKeys` takes them. */
  keys() {
    return {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.removeKeys = addKeys(this.keys());
    for (const [event, listener] of this.listeners ?? []) window.addEventListener(event, listener);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeKeys();
    for (const [event, listener] of this.listeners ?? []) window.removeEventListener(event, listener);
  }
}
