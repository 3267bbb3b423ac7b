/// Where do labelled faces and pairs come from? Knows no report. Read [FaceReader] first, then [PairList].
@NullMarked
package dev.likeness.evaluation.data;

import org.jspecify.annotations.NullMarked;
