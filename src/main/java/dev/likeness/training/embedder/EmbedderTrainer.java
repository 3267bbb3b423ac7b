package dev.likeness.training.embedder;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Range;
import dev.likeness.onnx.ModelDescription.Size;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.training.data.Augmentation;
import dev.likeness.training.data.FaceSet;
import dev.likeness.training.data.JoinedFaces;
import dev.likeness.training.run.Export;
import dev.likeness.training.run.RunDirectory;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.ScheduleOptions;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.run.TrainingListener;
import dev.likeness.training.run.TrainingLoop;
import dev.likeness.training.torch.PyTorch;
import dev.likeness.training.torch.Sgd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.Device;
import org.jspecify.annotations.Nullable;

/// Trains an embedder and exports an `.onnx` file with its manifest. [RunDirectory] describes the files of a
/// run.
public final class EmbedderTrainer {
    /// Number of pictures to which a projection of teachers' vectors is fitted.
    private static final int PROJECTION_SAMPLES = 4096;

    private EmbedderTrainer() {}

    /// Trains until all steps are completed or `stop` returns true; `stop` is checked after each step. An
    /// interrupted run in the same directory is resumed.
    ///
    /// @param teachers the models that the options name, in their order; not closed
    /// @throws LikenessException `LIBRARY_MISSING` without PyTorch; `INVALID_ARGUMENT` if the data do not fit
    ///     the options, or if the directory contains a run with other parameters; `TRAINING_DIVERGED`, with
    ///     the step, if the loss is not finite; `ALREADY_EXISTS` if another process trains in the directory;
    ///     the errors of reading and writing
    public static TrainedModel<TrainingStep> run(
            EmbedderTraining options,
            List<FaceEmbedder> teachers,
            TrainingListener<TrainingStep> listener,
            BooleanSupplier stop) {
        PyTorch.require();
        if (options.data().labelled().isEmpty() && options.data().unlabelled().isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "data.labelled or data.unlabelled must name a training set, got none");
        }
        return RunDirectory.locked(
                options.run().directory(),
                options.learningParameters(),
                options.run().precision(),
                directory -> {
                    try (FaceSet faces = JoinedFaces.open(options.data())) {
                        return train(options, teachers, directory, faces, listener, stop);
                    }
                });
    }

    /// Joins the teachers. A projection is fitted to pictures that are spread evenly over the training set.
    private static Teacher teacher(EmbedderTraining options, List<FaceEmbedder> teachers, FaceSet faces) {
        int dimension = options.backbone().dimension();
        List<RgbImage> samples = new ArrayList<>();
        if (Teacher.isProjected(teachers, dimension)) {
            ImageReader reader = new ImageReader(ImageOptions.defaults());
            int count = Math.min(faces.size(), PROJECTION_SAMPLES);
            for (int i = 0; i < count; i++) {
                int index = Math.toIntExact((long) i * faces.size() / count);
                samples.add(BatchLoader.decode(reader, faces.read(index)));
            }
        }
        return Teacher.of(teachers, options.distillation(), dimension, samples);
    }

    private static TrainedModel<TrainingStep> train(
            EmbedderTraining options,
            List<FaceEmbedder> teachers,
            RunDirectory directory,
            FaceSet faces,
            TrainingListener<TrainingStep> listener,
            BooleanSupplier stop)
            throws IOException {
        RunOptions run = options.run();
        Device device = PyTorch.device(run.device());
        PyTorch.useThreads(run.threadsOnThisMachine());
        EmbedderLearner learner = new EmbedderLearner(options, faces.identities(), device);
        String dataDescription =
                String.format(Locale.ROOT, "%,d pictures of %,d labelled identities", faces.size(), faces.identities());
        TrainingLoop<Batch, TrainingStep> loop = new TrainingLoop<>(
                directory, run, options.schedule(), TrainingStep.FORMAT, dataDescription, faces.size());
        ScheduleOptions schedule = options.schedule();
        TrainingLoop.LoopResult<TrainingStep> result;
        try (@Nullable
                CachingTeacher teacher = teachers.isEmpty()
                        ? null
                        : CachingTeacher.open(
                                teacher(options, teachers, faces), options, faces.size(), directory.path())) {
            BatchLoader loader = new BatchLoader(
                    faces,
                    new Augmentation(options.augmentation()),
                    Optional.ofNullable(teacher),
                    options.distillation(),
                    schedule.batchSize(),
                    run.seed());
            result = loop.train(
                    learner,
                    new Sgd(learner.trainable(), schedule.momentum(), schedule.weightDecay()),
                    device,
                    learner.weights().trainableCount(),
                    (first, steps) -> loader.queue(first, steps, run.workers()),
                    listener,
                    stop);
        }
        OnnxGraph graph = learner.backbone()
                .graph(learner.weights().stateDict(directory.weights().toString()));
        Export export = Export.write(
                graph,
                run,
                result.curve().size(),
                new Input(
                        graph.inputs().getFirst().name(),
                        new Size.Fixed(FaceAligner.SIZE, FaceAligner.SIZE),
                        "BGR",
                        "1/255",
                        0,
                        1),
                new Output.Vector(
                        graph.outputs().getFirst().name(), options.backbone().dimension(), magnitudes(result.curve())));
        return result.trained(export, directory);
    }

    /// The range of magnitudes in the last epoch.
    private static Optional<Range> magnitudes(List<TrainingStep> curve) {
        if (curve.isEmpty()) {
            return Optional.empty();
        }
        int last = curve.getLast().epoch();
        List<TrainingStep> epoch =
                curve.stream().filter(step -> step.epoch() == last).toList();
        double min = epoch.stream()
                .mapToDouble(step -> step.magnitudes().min())
                .min()
                .orElse(0);
        double max = epoch.stream()
                .mapToDouble(step -> step.magnitudes().max())
                .max()
                .orElse(0);
        return Optional.of(new Range((int) Math.floor(min), (int) Math.floor(max) + 1));
    }
}
