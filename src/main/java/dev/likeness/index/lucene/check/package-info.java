/// What can still be read of a damaged index? Read [Salvage] first, which is both the check and the repair.
@NullMarked
package dev.likeness.index.lucene.check;

import org.jspecify.annotations.NullMarked;
