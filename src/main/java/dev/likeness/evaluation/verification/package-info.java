/// How well are pairs of faces told apart? Read [VerificationReport] first, then [FacePairs].
@NullMarked
package dev.likeness.evaluation.verification;

import org.jspecify.annotations.NullMarked;
