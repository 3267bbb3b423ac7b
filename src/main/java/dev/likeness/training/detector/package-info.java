/// How is a detector trained on the labels of a teacher? Read [DetectorTrainer] first, then [DetectorLoss].
@NullMarked
package dev.likeness.training.detector;

import org.jspecify.annotations.NullMarked;
