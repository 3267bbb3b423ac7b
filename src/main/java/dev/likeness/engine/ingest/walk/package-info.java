/// What lies in the folders of an ingest, what of it is a photo, and what became of the rest: nothing is left
/// out in silence.
@NullMarked
package dev.likeness.engine.ingest.walk;

import org.jspecify.annotations.NullMarked;
