/// How is an embedder trained, with the MagFace loss or from a teacher? Read [EmbedderTrainer] first, then
/// [MagFaceLoss].
@NullMarked
package dev.likeness.training.embedder;

import org.jspecify.annotations.NullMarked;
