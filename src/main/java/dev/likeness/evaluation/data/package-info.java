/// Where do labelled faces and pairs come from? Read [FaceReader] first, then [PairList]. This package does
/// not depend on reports.
@NullMarked
package dev.likeness.evaluation.data;

import org.jspecify.annotations.NullMarked;
