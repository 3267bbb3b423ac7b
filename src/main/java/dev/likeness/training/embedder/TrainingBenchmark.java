package dev.likeness.training.embedder;

import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.runtime.Device;
import dev.likeness.support.Preconditions;
import dev.likeness.training.data.Augmentation;
import dev.likeness.training.data.AugmentationOptions;
import dev.likeness.training.data.FaceSet;
import dev.likeness.training.data.LabelledPicture;
import dev.likeness.training.run.BatchQueue;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.ScheduleOptions;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.PyTorch;
import dev.likeness.training.torch.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;

/// Measures the speed of training, and what limits it. A step runs forward once and backward once. Backward
/// takes about twice the work of forward, so a step should process a third of the pictures per second of
/// forward alone. A third measurement includes reading, decoding and augmenting the pictures; what it loses
/// against a prepared batch is time spent waiting for data.
///
/// The three are measured in turn, round after round, and the best round of each counts, so that a short
/// disturbance of the machine does not affect the result.
public final class TrainingBenchmark {
    private static final int IDENTITIES = 1_000;
    private static final int PICTURES = 256;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 3;
    private static final int QUALITY = 90;
    private static final long SEED = 20210619; // the day MagFace was shown at CVPR

    private TrainingBenchmark() {}

    /// The result for one network. Rates are in pictures per second.
    ///
    /// @param device the device it ran on
    /// @param threads threads of one computation
    /// @param architecture the kind of network
    /// @param width channels of its first layer
    /// @param arithmetic arithmetic of the convolutions
    /// @param batchSize pictures per step
    /// @param forwardRate forward pass alone, without gradients
    /// @param stepRate forward, loss, backward and update, on a prepared batch
    /// @param endToEndRate the same, including reading, decoding and augmenting pictures
    public record Run(
            String device,
            int threads,
            Architecture architecture,
            int width,
            Arithmetic arithmetic,
            int batchSize,
            double forwardRate,
            double stepRate,
            double endToEndRate) {}

    /// Measures one network with 1,000 classes.
    ///
    /// @param threads threads of one computation on the CPU, or 0 for one per core
    /// @param arithmetic arithmetic of the convolutions
    /// @param steps steps of each round, at least 1
    /// @throws dev.likeness.face.LikenessException `LIBRARY_MISSING` without PyTorch; `DEVICE_UNAVAILABLE` if
    ///     CUDA was requested and cannot be used; `INVALID_ARGUMENT` if a number is out of its range
    public static Run run(
            BackboneOptions backbone, int batchSize, Device device, int threads, Arithmetic arithmetic, int steps) {
        Preconditions.require(steps >= 1, "steps must be at least 1", steps);
        EmbedderTraining standard = EmbedderTraining.defaults();
        RunOptions usual = standard.run();
        RunOptions run = new RunOptions(
                usual.directory(),
                usual.id(),
                SEED,
                device,
                threads,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                arithmetic,
                usual.checkpointSteps(),
                usual.warmStart(),
                usual.precision(),
                usual.licence());
        ScheduleOptions schedule = standard.schedule();
        EmbedderTraining options = new EmbedderTraining(
                standard.data(),
                backbone,
                standard.loss(),
                new ScheduleOptions(
                        schedule.epochs(),
                        batchSize,
                        schedule.learningRate(),
                        0,
                        schedule.decay(),
                        schedule.milestones(),
                        schedule.factor(),
                        schedule.momentum(),
                        schedule.weightDecay()),
                new AugmentationOptions(true, 3, 5, 0.05, 0.5, 4, 14, 10, 15),
                standard.distillation(),
                standard.evaluation(),
                run);
        var torchDevice = PyTorch.device(device);
        PyTorch.useThreads(run.threadsOnThisMachine());
        EmbedderLearner learner = new EmbedderLearner(options, IDENTITIES, torchDevice);
        Sgd sgd = new Sgd(learner.trainable(), schedule.momentum(), schedule.weightDecay());
        try (FaceSet faces = new SyntheticPictures();
                BatchQueue<Batch> loader =
                        loader(faces, options).queue(0, (long) ROUNDS * (WARM_UP + steps), run.workers())) {
            Batch batch = batch(faces, options);
            double whole = 0;
            double step = 0;
            double forward = 0;
            for (int round = 0; round < ROUNDS; round++) {
                whole = Math.max(whole, rate(steps, batchSize, () -> step(learner, sgd, loader.next())));
                step = Math.max(step, rate(steps, batchSize, () -> step(learner, sgd, batch)));
                forward = Math.max(forward, rate(steps, batchSize, () -> forward(learner, batch, arithmetic)));
            }
            return new Run(
                    torchDevice.str().getString(),
                    run.threadsOnThisMachine(),
                    backbone.architecture(),
                    backbone.width(),
                    arithmetic,
                    batchSize,
                    forward,
                    step,
                    whole);
        }
    }

    private static BatchLoader loader(FaceSet faces, EmbedderTraining options) {
        return new BatchLoader(
                faces,
                new Augmentation(options.augmentation()),
                Optional.empty(),
                options.distillation(),
                options.schedule().batchSize(),
                SEED);
    }

    private static Batch batch(FaceSet faces, EmbedderTraining options) {
        try (BatchQueue<Batch> loader = loader(faces, options).queue(0, 1, 1)) {
            return loader.next();
        }
    }

    private static double rate(int steps, int batchSize, Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            work.run();
        }
        return (double) steps * batchSize / ((System.nanoTime() - start) / 1e9);
    }

    /// Runs a step. Its loss is read, so that a GPU has completed the work.
    private static void step(EmbedderLearner learner, Sgd sgd, Batch batch) {
        try (PointerScope _ = new PointerScope()) {
            learner.forward(batch).loss().backward();
            sgd.step(1, 1e-4);
        }
    }

    private static void forward(EmbedderLearner learner, Batch batch, Arithmetic arithmetic) {
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            float[] unused = PyTorch.floats(
                    learner.backbone().forward(learner.weights(), learner.faces(batch), true, arithmetic));
            assert unused.length > 0;
        }
    }

    /// Smooth patterns as JPEG files in memory, which decode about as fast as faces.
    private static final class SyntheticPictures implements FaceSet {
        private final List<byte[]> pictures = new ArrayList<>();

        SyntheticPictures() {
            Random random = new Random(SEED);
            int side = FaceAligner.SIZE;
            for (int picture = 0; picture < PICTURES; picture++) {
                double right = random.nextDouble(.05, .4);
                double down = random.nextDouble(.05, .4);
                byte[] rgb = new byte[3 * side * side];
                for (int i = 0; i < rgb.length; i++) {
                    int pixel = i / 3;
                    int row = pixel / side;
                    double wave = Math.sin(right * (pixel % side) + down * row + i % 3);
                    rgb[i] = (byte) Math.clamp(Math.round(128 + 70 * wave + 10 * random.nextGaussian()), 0, 255);
                }
                pictures.add(new RgbImage(side, side, rgb).toJpeg(QUALITY));
            }
        }

        @Override
        public int size() {
            // A large number, because an epoch must contain a batch of any size.
            return 1 << 20;
        }

        @Override
        public int identities() {
            return IDENTITIES;
        }

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public LabelledPicture read(int index) {
            int label = new SplittableRandom(index).nextInt(IDENTITIES);
            return new LabelledPicture("synthetic " + index, label, pictures.get(index % PICTURES));
        }

        @Override
        public void close() {}
    }
}
