/// The review queue: which question about the people of a gallery to ask next.
@NullMarked
package dev.likeness.engine.review;

import org.jspecify.annotations.NullMarked;
