/// How well are duplicate identities and photo copies found? Read [DuplicateReport] first, then [PhotoCopyReport].
@NullMarked
package dev.likeness.evaluation.duplicates;

import org.jspecify.annotations.NullMarked;
