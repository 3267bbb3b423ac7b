/// How is a training run documented? Read [ModelCard] first, then [EmbedderTrainingReport]. Within
/// evaluation, only this package depends on training runs.
@NullMarked
package dev.likeness.evaluation.modelcard;

import org.jspecify.annotations.NullMarked;
