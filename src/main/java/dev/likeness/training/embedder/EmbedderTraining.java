package dev.likeness.training.embedder;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.training.data.AugmentationOptions;
import dev.likeness.training.data.DataOptions;
import dev.likeness.training.run.Parameters;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.ScheduleOptions;
import dev.likeness.training.run.TrainingOptions;
import java.util.Map;
import java.util.Set;

/// The options for training an embedder. Each component is a section of the YAML file, and each component of
/// its record is a key.
public record EmbedderTraining(
        DataOptions data,
        BackboneOptions backbone,
        LossOptions loss,
        ScheduleOptions schedule,
        AugmentationOptions augmentation,
        DistillationOptions distillation,
        EvaluationOptions evaluation,
        RunOptions run)
        implements TrainingOptions {
    /// Keys of this kind of training that a resumed run may change, because the trained weights do not depend
    /// on them.
    private static final Set<String> CHANGEABLE_ON_RESUME = Set.of("evaluation.images", "evaluation.pairs");

    /// @throws LikenessException `INVALID_ARGUMENT` if two sections contradict each other
    public EmbedderTraining {
        if (!data.unlabelled().isEmpty() && !distillation.isEnabled()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "data.unlabelled needs distillation.teachers, got none for: " + data.unlabelled());
        }
        if (evaluation.images().isPresent() != evaluation.pairs().isPresent()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "evaluation needs both images and pairs, got: " + evaluation);
        }
    }

    /// MagFace's published training, on a small network and without data.
    public static EmbedderTraining defaults() {
        return new EmbedderTraining(
                DataOptions.defaults(),
                BackboneOptions.defaults(),
                LossOptions.magFace(),
                ScheduleOptions.defaults(),
                AugmentationOptions.defaults(),
                DistillationOptions.defaults(),
                EvaluationOptions.defaults(),
                RunOptions.defaults());
    }

    @Override
    public Map<String, String> parameters() {
        return Parameters.of(this);
    }

    /// The [#parameters] on which the trained weights depend.
    Map<String, String> learningParameters() {
        return Parameters.learning(this, CHANGEABLE_ON_RESUME);
    }
}
