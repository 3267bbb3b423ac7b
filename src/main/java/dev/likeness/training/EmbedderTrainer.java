package dev.likeness.training;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.FaceEmbedder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Trains an embedder from its options to an `.onnx` with its manifest.
///
/// A run's directory holds `checkpoint.safetensors` (all that is needed to go on), `curve.csv` (every
/// step), and the model so far. Everything that is drawn (first weights, order, augmentation, dropout)
/// follows from the seed and the step, so a run that is killed and started again learns the very
/// numbers of one that was not.
public final class EmbedderTrainer {
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String CURVE = "curve.csv";
    private static final String LOCK = ".lock";
    private static final String STEPS_DONE = "steps_done";
    private static final String VELOCITY = "velocity/";

    private final EmbedderTraining options;
    private final Optional<FaceEmbedder> teacher;
    private final Path directory;

    private EmbedderTrainer(EmbedderTraining options, Optional<FaceEmbedder> teacher) {
        this.options = options;
        this.teacher = teacher;
        this.directory = options.run().directory();
    }

    /// Where a run writes its curve.
    public static Path curveFile(Path directory) {
        return directory.resolve(CURVE);
    }

    /// Trains until all steps are done, or until `stop` says so, which is asked after each step. A run
    /// that was broken off in the same directory goes on.
    ///
    /// @param teacher there exactly if the options name one; not closed
    /// @throws LikenessException `LIBRARY_MISSING` without PyTorch; `INVALID_ARGUMENT` if the data do
    ///     not suit the options, or the directory holds a run of other parameters; `TRAINING_DIVERGED`
    ///     naming the step at which the loss was no number any more; `ALREADY_EXISTS` if another
    ///     process trains in the directory; and what reading and writing end in
    public static TrainedEmbedder run(
            EmbedderTraining options, Optional<FaceEmbedder> teacher, TrainingListener listener, BooleanSupplier stop) {
        PyTorch.require();
        if (options.data().labelled().isEmpty() && options.data().unlabelled().isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "data.labelled or data.unlabelled must name a training set, got none");
        }
        EmbedderTrainer trainer = new EmbedderTrainer(options, teacher);
        trainer.checkTeacher();
        try {
            Files.createDirectories(trainer.directory);
            try (FileChannel channel = FileChannel.open(
                            trainer.directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = trainer.lock(channel);
                    FaceSet faces = JoinedFaces.open(options.data())) {
                return trainer.train(faces, listener, stop);
            }
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "the run's directory %s must be writable, got: %s".formatted(trainer.directory, e.getMessage()),
                    e);
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            throw new LikenessException(
                    ErrorCode.ALREADY_EXISTS,
                    "only one process may train in a directory, got another in: " + directory);
        }
        return lock;
    }

    private void checkTeacher() {
        teacher.ifPresent(embedder -> {
            if (embedder.manifest().dimension() != options.backbone().dimension()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "backbone.dimension must be the teacher's (%s: %d), got: %d"
                                .formatted(
                                        embedder.manifest().id(),
                                        embedder.manifest().dimension(),
                                        options.backbone().dimension()));
            }
        });
    }

    private TrainedEmbedder train(FaceSet faces, TrainingListener listener, BooleanSupplier stop) throws IOException {
        ScheduleOptions schedule = options.schedule();
        long stepsPerEpoch = BatchLoader.stepsPerEpoch(faces.size(), schedule.batchSize());
        Rules.require(
                stepsPerEpoch > 0,
                "schedule.batchSize must be at most the number of pictures (%d)".formatted(faces.size()),
                schedule.batchSize());
        Device device = PyTorch.device(options.run().device());
        PyTorch.useThreads(options.run().threadsOnThisMachine());
        EmbedderNetwork network = new EmbedderNetwork(options, faces.identities(), device);
        Sgd sgd = new Sgd(network.learned(), schedule.momentum(), schedule.weightDecay());
        long done = resume(network, sgd, listener);
        long steps = schedule.epochs() * stepsPerEpoch;
        TrainingListener.RunPlan plan = new TrainingListener.RunPlan(
                device.str().getString(),
                faces.size(),
                faces.identities(),
                network.weights().learnedCount(),
                stepsPerEpoch,
                done,
                steps);
        listener.started(plan);
        long start = System.nanoTime();
        boolean stopped = false;
        try (TrainingCurve curve = TrainingCurve.open(curveFile(directory), done);
                @Nullable
                        Teacher asked = teacher.isEmpty()
                                ? null
                                : Teacher.open(teacher.get(), options, faces.size(), directory);
                BatchLoader batches = new BatchLoader(
                        faces,
                        new Augmentation(options.augmentation()),
                        Optional.ofNullable(asked),
                        options.distillation(),
                        schedule.batchSize(),
                        options.run().seed(),
                        done,
                        steps,
                        options.run().workers())) {
            long first = done;
            while (done < steps && !stopped) {
                double learningRate = schedule.learningRate(done, stepsPerEpoch);
                int epoch = Math.toIntExact(done / stepsPerEpoch + 1);
                EmbedderNetwork.Outcome outcome = step(network, sgd, batches.next(), done, epoch, learningRate);
                done++;
                double seconds = (System.nanoTime() - start) / 1e9;
                TrainingStep step = new TrainingStep(
                        done,
                        epoch,
                        learningRate,
                        outcome.value(),
                        outcome.classification(),
                        outcome.distillation(),
                        outcome.accuracy(),
                        TrainingStep.Magnitudes.of(outcome.magnitudes()),
                        (done - first) * schedule.batchSize() / seconds);
                curve.add(step);
                listener.step(step);
                stopped = stop.getAsBoolean();
                if (stopped || done % stepsPerEpoch == 0 || done % options.run().checkpointSteps() == 0) {
                    save(network, sgd, done);
                }
            }
        }
        return finish(network, plan, done == steps, (System.nanoTime() - start) / 1e9);
    }

    private EmbedderNetwork.Outcome step(
            EmbedderNetwork network, Sgd sgd, Batch batch, long done, int epoch, double learningRate) {
        try (PointerScope _ = new PointerScope()) {
            torch.manual_seed(EpochOrder.random(options.run().seed(), -2, done).nextLong());
            EmbedderNetwork.Outcome outcome = network.outcome(batch);
            if (!Double.isFinite(outcome.value())) {
                throw new LikenessException(
                        ErrorCode.TRAINING_DIVERGED,
                        "step %d (epoch %d, learning rate %s): the loss must be finite, got: %s. The last checkpoint is kept; a lower schedule.learningRate or a longer schedule.warmUpEpochs may help"
                                .formatted(done + 1, epoch, learningRate, outcome.value()));
            }
            outcome.loss().backward();
            sgd.step(learningRate);
            return outcome;
        }
    }

    /// Restores what an earlier part of this run left, or a warm start's weights.
    ///
    /// @return how many steps are done
    private long resume(EmbedderNetwork network, Sgd sgd, TrainingListener listener) {
        Path file = directory.resolve(CHECKPOINT);
        if (!Files.exists(file)) {
            options.run().warmStart().ifPresent(warm -> {
                List<String> fresh = Checkpoint.read(warm).restoreWhatFits(network.state());
                if (fresh.size() == network.state().size()) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "run.warmStart must hold weights of this network, got none in: " + warm);
                }
                listener.note(
                        "warm start from %s; drawn anew: %s".formatted(warm, fresh.isEmpty() ? "nothing" : fresh));
            });
            return 0;
        }
        Checkpoint checkpoint = Checkpoint.read(file);
        refuseOtherParameters(checkpoint);
        checkpoint.restore(file, everything(network, sgd));
        return Long.parseLong(checkpoint.metadata().getOrDefault(STEPS_DONE, "0"));
    }

    private void refuseOtherParameters(Checkpoint checkpoint) {
        List<String> differences = new ArrayList<>();
        options.learningParameters().forEach((key, value) -> {
            String before = checkpoint.metadata().getOrDefault(key, "nothing");
            if (!before.equals(value)) {
                differences.add("%s was %s and is %s".formatted(key, before, value));
            }
        });
        if (!differences.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a run must go on with its own parameters, got in %s: %s. Name another run.directory, or delete this one to begin anew"
                            .formatted(directory, String.join("; ", differences)));
        }
    }

    private void save(EmbedderNetwork network, Sgd sgd, long done) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(STEPS_DONE, Long.toString(done));
        metadata.putAll(options.learningParameters());
        Checkpoint.write(directory.resolve(CHECKPOINT), metadata, everything(network, sgd));
    }

    private static Map<String, Tensor> everything(EmbedderNetwork network, Sgd sgd) {
        Map<String, Tensor> all = new LinkedHashMap<>(network.state());
        sgd.velocities().forEach((name, velocity) -> all.put(VELOCITY + name, velocity));
        return all;
    }

    private TrainedEmbedder finish(
            EmbedderNetwork network, TrainingListener.RunPlan plan, boolean finished, double seconds)
            throws IOException {
        List<TrainingStep> curve = TrainingCurve.read(curveFile(directory));
        Path weightsFile = directory.resolve(WEIGHTS);
        Checkpoint.write(weightsFile, options.learningParameters(), network.state());
        EmbedderExport export = EmbedderExport.write(
                network.backbone().graph(network.weights().stateDict(weightsFile.toString())), options, curve);
        return new TrainedEmbedder(
                plan, finished, curve, export.model(), export.manifest(), export.sha256(), weightsFile, seconds);
    }
}
