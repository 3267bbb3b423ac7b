/// Do the errors differ between demographic groups? Read [FairnessReport] first, then [FairnessEvaluation].
@NullMarked
package dev.likeness.evaluation.fairness;

import org.jspecify.annotations.NullMarked;
