import {noChange} from 'lit';
import {directive, Directive} from 'lit/directive.js';

/**
 * Sets properties of an element's style: `<div ${styles({height: '40px', '--share': 0.7})}>`. A `style` attribute, which
 * Lit's own `styleMap` writes at first, is refused by the page's Content-Security-Policy.
 */
export const styles = directive(class extends Directive {
  render() {
    return noChange;
  }

  update({element}, [properties]) {
    for (const [name, value] of Object.entries(properties)) {
      if (name.startsWith('--')) element.style.setProperty(name, value);
      else element.style[name] = value;
    }
    return noChange;
  }
});
