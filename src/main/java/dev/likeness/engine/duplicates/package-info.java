/// Which people are probably one, and which photos are copies? Read [Duplicates] first, then [PhotoCopies].
@NullMarked
package dev.likeness.engine.duplicates;

import org.jspecify.annotations.NullMarked;
