/// How well does verification distinguish mated from impostor pairs? Read [VerificationReport] first, then
/// [FacePairs].
@NullMarked
package dev.likeness.evaluation.verification;

import org.jspecify.annotations.NullMarked;
