/// Where do training pictures come from, and how are they augmented? Read [FaceSet] first, then [Augmentation].
@NullMarked
package dev.likeness.training.data;

import org.jspecify.annotations.NullMarked;
