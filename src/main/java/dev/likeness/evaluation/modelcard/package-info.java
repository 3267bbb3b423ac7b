/// How is a training run documented? The only part of evaluation that knows training. Read [ModelCard] first, then
/// [EmbedderTrainingReport].
@NullMarked
package dev.likeness.evaluation.modelcard;

import org.jspecify.annotations.NullMarked;
