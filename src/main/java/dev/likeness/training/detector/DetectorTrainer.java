package dev.likeness.training.detector;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Output;
import dev.likeness.onnx.ModelDescription.Size;
import dev.likeness.onnx.family.PyramidDetector;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.support.Preconditions;
import dev.likeness.training.run.BatchQueue;
import dev.likeness.training.run.EpochShuffle;
import dev.likeness.training.run.Export;
import dev.likeness.training.run.RunDirectory;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.ScheduleOptions;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.run.TrainingListener;
import dev.likeness.training.run.TrainingLoop;
import dev.likeness.training.torch.AdamW;
import dev.likeness.training.torch.PyTorch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.Device;

/// Trains a detector on the output of another detector, the teacher, and exports an `.onnx` file with its
/// manifest.
///
/// The teacher runs twice. First it detects the faces of each photo, once, so that training pictures can be
/// made around them. Then its cells for each training picture are the targets. Boxes and points from the
/// whole photo would be too inaccurate: at another size, YuNet's points move by a tenth of the eye distance.
/// [RunDirectory] describes the files of a run; in addition, `labels.txt` contains the detected faces.
public final class DetectorTrainer {
    private static final String LABELS = "labels.txt";

    /// The face size at which the network places points best: of 64, 96, 112 and 128 pixels, the one with the
    /// fewest errors on LFW's pairs (src/docs/models.md).
    private static final int CLOSE_UP = 112;

    private DetectorTrainer() {}

    /// Trains until all steps are completed or `stop` returns true; `stop` is checked after each step. An
    /// interrupted run in the same directory is resumed.
    ///
    /// @param teacher detects as [DetectorDataOptions#detection] describes; not closed
    /// @throws LikenessException `LIBRARY_MISSING` without PyTorch; `NOT_FOUND` if a photo or folder does not
    ///     exist; `INVALID_ARGUMENT` if the teacher finds no face in the photos, or if the directory contains
    ///     a run with other parameters; `TRAINING_DIVERGED`, with the step, if the loss is not finite;
    ///     `ALREADY_EXISTS` if another process trains in the directory; the errors of reading and writing
    public static TrainedModel<DetectorStep> run(
            DetectorTraining options,
            CellDetector teacher,
            TrainingListener<DetectorStep> listener,
            BooleanSupplier stop) {
        PyTorch.require();
        if (options.data().photos().isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "data.photos must name files or folders, got none");
        }
        return RunDirectory.locked(
                options.run().directory(),
                options.learningParameters(),
                options.run().precision(),
                directory -> train(options, teacher, directory, listener, stop));
    }

    private static TrainedModel<DetectorStep> train(
            DetectorTraining options,
            CellDetector teacher,
            RunDirectory directory,
            TrainingListener<DetectorStep> listener,
            BooleanSupplier stop)
            throws IOException {
        RunOptions run = options.run();
        TeacherLabels photos =
                TeacherLabels.open(options.data(), teacher, directory.path().resolve(LABELS), listener);
        Preconditions.require(
                photos.faces() > 0,
                "the teacher %s must find faces in data.photos"
                        .formatted(options.data().teacher()),
                "none in %d photos".formatted(photos.photos().size()));
        Device device = PyTorch.device(run.device());
        PyTorch.useThreads(run.threadsOnThisMachine());
        DetectorLearner learner = new DetectorLearner(options, device);
        SampleSynthesizer synthesizer = new SampleSynthesizer(options.samples(), photos.photos());
        EpochShuffle shuffle = new EpochShuffle(run.seed(), photos.photos().size());
        int batchSize = options.schedule().batchSize();
        TrainingLoop<DetectorBatch, DetectorStep> loop = new TrainingLoop<>(
                directory,
                run,
                options.schedule(),
                DetectorStep.FORMAT,
                dataDescription(options, photos),
                photos.photos().size());
        ScheduleOptions schedule = options.schedule();
        TrainingLoop.LoopResult<DetectorStep> result = loop.train(
                learner,
                new AdamW(learner.trainable(), schedule.momentum(), schedule.weightDecay()),
                device,
                learner.weights().trainableCount(),
                (first, steps) -> new BatchQueue<>(
                        step -> {
                            EpochShuffle.StepPictures part = shuffle.part(step, batchSize);
                            return () -> batch(synthesizer, teacher, options.samples(), run.seed(), step, part);
                        },
                        first,
                        steps,
                        run.workers()),
                listener,
                stop);
        OnnxGraph graph = learner.network()
                .graph(learner.weights().stateDict(directory.weights().toString()));
        Export export = export(graph, run, result.curve().size());
        return result.trained(export, directory);
    }

    /// Exports a network as a model with YuNet's inputs and outputs.
    static Export export(OnnxGraph graph, RunOptions run, int steps) throws IOException {
        return Export.write(
                graph,
                run,
                steps,
                new Input(
                        graph.inputs().getFirst().name(),
                        new Size.Any(PyramidDetector.STRIDES.getLast()),
                        "BGR",
                        "1/255",
                        0,
                        1),
                new Output.YuNet(Optional.of(CLOSE_UP)));
    }

    private static DetectorBatch batch(
            SampleSynthesizer synthesizer,
            CellDetector teacher,
            SampleOptions options,
            long seed,
            long step,
            EpochShuffle.StepPictures part) {
        boolean isLarge = EpochShuffle.random(seed, -3, step).nextDouble() < options.largeShare();
        int side = isLarge ? 2 * options.side() : options.side();
        int count = isLarge ? Math.ceilDiv(part.pictures().length, 4) : part.pictures().length;
        List<DetectorBatch.Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int photo = part.pictures()[i];
            RgbImage picture = synthesizer.synthesize(photo, side, EpochShuffle.random(seed, part.epoch() + 1, photo));
            samples.add(new DetectorBatch.Sample(picture, teacher.cells(picture)));
        }
        return new DetectorBatch(samples);
    }

    private static String dataDescription(DetectorTraining options, TeacherLabels photos) {
        return String.format(
                Locale.ROOT,
                "%,d photos with %,d faces of score %s or more by %s (%,d photos held out, %,d copies and %,d unreadable photos skipped)",
                photos.photos().size(),
                photos.faces(),
                options.data().minTeacherScore(),
                options.data().teacher(),
                photos.heldOut(),
                photos.copies(),
                photos.unreadable());
    }
}
