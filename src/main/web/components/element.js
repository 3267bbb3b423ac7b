// What all elements share. They render into the page itself rather than into a shadow tree, so that plain style sheets
// and the browser's own tools for reading pages work everywhere.

import {LitElement} from 'lit';

export class LikenessElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Calls `listener` for an event of the window while this element is on the page. */
  whileShown(event, listener) {
    (this.listeners ??= []).push([event, listener]);
    if (this.isConnected) window.addEventListener(event, listener);
  }

  connectedCallback() {
    super.connectedCallback();
    for (const [event, listener] of this.listeners ?? []) window.addEventListener(event, listener);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const [event, listener] of this.listeners ?? []) window.removeEventListener(event, listener);
  }
}
