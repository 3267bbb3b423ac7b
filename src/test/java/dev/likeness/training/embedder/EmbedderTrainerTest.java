package dev.likeness.training.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.training.data.AugmentationOptions;
import dev.likeness.training.data.DataOptions;
import dev.likeness.training.detector.Natives;
import dev.likeness.training.detector.RecordingListener;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.ScheduleOptions;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.torch.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trainer from pictures to a model that runs, on people who do not exist.
class EmbedderTrainerTest {
    private static final int PEOPLE = 8;
    private static final int PICTURES = 8;
    private static final int STEPS_PER_EPOCH = 4;

    @TempDir
    private Path folder;

    private Path faces = Path.of("");

    @BeforeEach
    void pictures() throws IOException {
        Natives.require();
        faces = SyntheticFaceSet.folder(folder.resolve("faces"), PEOPLE, PICTURES);
    }

    @Test
    void run_stoppedInTheMiddleOfAnEpochAndStartedAgain_hasTheCurveOfAnUnbrokenOne() {
        TrainedModel<TrainingStep> unbroken = run(options("unbroken", 3), List.of(), Integer.MAX_VALUE);
        TrainedModel<TrainingStep> first = run(options("broken", 3), List.of(), 2);
        assertThat(first.finished()).isFalse();
        run(options("broken", 3), List.of(), 5);

        TrainedModel<TrainingStep> last = run(options("broken", 3), List.of(), Integer.MAX_VALUE);

        assertThat(last.finished()).isTrue();
        assertThat(last.plan().firstStep()).isEqualTo(7);
        assertThat(last.curve())
                .extracting(TrainingStep::loss)
                .containsExactlyElementsOf(
                        unbroken.curve().stream().map(TrainingStep::loss).toList());
        assertThat(last.sha256()).isEqualTo(unbroken.sha256());
    }

    @Test
    void run_onSyntheticPeople_learnsThemAndRunsInOnnxRuntimeWithEqualOutputs() {
        int epochs = 20;
        EmbedderTraining options = options("run", epochs);

        TrainedModel<TrainingStep> trained = run(options, List.of(), Integer.MAX_VALUE);

        assertThat(trained.finished()).isTrue();
        assertThat(trained.curve()).hasSize(epochs * STEPS_PER_EPOCH);
        List<TrainingStep> first = trained.curve().subList(0, STEPS_PER_EPOCH);
        List<TrainingStep> last = trained.curve().subList((epochs - 1) * STEPS_PER_EPOCH, epochs * STEPS_PER_EPOCH);
        assertThat(mean(last)).isLessThan(.4 * mean(first));
        assertThat(last.stream().mapToDouble(TrainingStep::accuracy).average().orElseThrow())
                .isGreaterThan(.8);

        List<RgbImage> crops = List.of(SyntheticFaceSet.picture(0, 50), SyntheticFaceSet.picture(1, 50));
        List<Embedding> embeddings;
        try (InferenceRuntime runtime = runtime(options);
                FaceEmbedder embedder = runtime.embedder("synthetic")) {
            embeddings = embedder.embed(crops);
        }
        double[][] expected = TrainedForward.of(options, crops);
        for (int i = 0; i < crops.size(); i++) {
            float[] raw = embeddings.get(i).raw();
            for (int k = 0; k < raw.length; k++) {
                assertThat((double) raw[k]).isCloseTo(expected[i][k], within(1e-4));
            }
        }
    }

    @Test
    void run_withATeacher_turnsTowardsItsDirections() {
        EmbedderTraining plain = options("teacher", 2);
        run(plain, List.of(), Integer.MAX_VALUE);
        try (InferenceRuntime runtime = runtime(plain);
                FaceEmbedder teacher = runtime.embedder("synthetic")) {
            EmbedderTraining pupil = new EmbedderTraining(
                    new DataOptions(List.of(), List.of(faces), false),
                    plain.backbone(),
                    plain.loss(),
                    options("pupil", 6).schedule(),
                    plain.augmentation(),
                    new DistillationOptions(List.of("synthetic"), false, false, 40, 0, 0, Optional.empty()),
                    plain.evaluation(),
                    runOptions("pupil", 9));

            TrainedModel<TrainingStep> trained = run(pupil, List.of(teacher), Integer.MAX_VALUE);

            assertThat(trained.curve().getFirst().accuracy()).isNaN();
            assertThat(trained.curve().getFirst().distillation()).isGreaterThan(.5);
            assertThat(trained.curve().getLast().distillation())
                    .isLessThan(.6 * trained.curve().getFirst().distillation());
        }
    }

    @Test
    void run_withAnswersKept_asksTheTeacherOnceForEachWayAPictureIsChanged() {
        EmbedderTraining plain = options("teacher", 1);
        run(plain, List.of(), Integer.MAX_VALUE);
        Path answers = folder.resolve("answers");
        try (InferenceRuntime runtime = runtime(plain);
                CountingEmbedder teacher = new CountingEmbedder(runtime.embedder("synthetic"))) {
            TrainedModel<TrainingStep> first =
                    run(pupil(plain, "first", 6, 2, answers), List.of(teacher), Integer.MAX_VALUE);
            int asked = teacher.asked.get();
            TrainedModel<TrainingStep> second =
                    run(pupil(plain, "second", 6, 2, answers), List.of(teacher), Integer.MAX_VALUE);

            assertThat(asked).isEqualTo(2 * STEPS_PER_EPOCH * 16);
            assertThat(teacher.asked).hasValue(asked);
            assertThat(second.curve().stream().map(TrainingStep::loss))
                    .isEqualTo(first.curve().stream().map(TrainingStep::loss).toList());
        }
    }

    @Test
    void run_withTheMagnitudeTaught_makesVectorsAsLongAsTheTeachers() {
        EmbedderTraining plain = options("teacher", 8);
        run(plain, List.of(), Integer.MAX_VALUE);
        try (InferenceRuntime runtime = runtime(plain);
                FaceEmbedder teacher = runtime.embedder("synthetic")) {
            double wanted = IntStream.range(0, 8)
                    .mapToObj(person -> teacher.embed(List.of(SyntheticFaceSet.picture(person, 0))))
                    .mapToDouble(answer -> answer.getFirst().magnitude())
                    .average()
                    .orElseThrow();

            TrainedModel<TrainingStep> trained =
                    run(pupil(plain, "pupil", 16, 0, folder), List.of(teacher), Integer.MAX_VALUE);

            assertThat(trained.curve().getLast().magnitudes().mean()).isCloseTo(wanted, withinPercentage(20));
        }
    }

    @Test
    void run_withLabelledAndUnlabelledPictures_learnsTheLabelsOfTheOnesAndTheDirectionsOfAll() {
        EmbedderTraining plain = options("teacher", 2);
        run(plain, List.of(), Integer.MAX_VALUE);
        try (InferenceRuntime runtime = runtime(plain);
                FaceEmbedder teacher = runtime.embedder("synthetic")) {
            EmbedderTraining both = new EmbedderTraining(
                    new DataOptions(List.of(faces), List.of(faces), false),
                    plain.backbone(),
                    plain.loss(),
                    options("both", 10).schedule(),
                    plain.augmentation(),
                    new DistillationOptions(List.of("synthetic"), false, false, 20, 0, 0, Optional.empty()),
                    plain.evaluation(),
                    runOptions("both", 9));

            TrainedModel<TrainingStep> trained = run(both, List.of(teacher), Integer.MAX_VALUE);

            TrainingStep first = trained.curve().getFirst();
            TrainingStep last = trained.curve().getLast();
            assertThat(trained.curve()).hasSize(10 * 2 * STEPS_PER_EPOCH);
            assertThat(last.classification()).isLessThan(.6 * first.classification());
            assertThat(last.distillation()).isLessThan(.6 * first.distillation());
        }
    }

    /// Learns from a teacher alone, magnitude and all.
    private EmbedderTraining pupil(EmbedderTraining plain, String name, int epochs, int variants, Path answers) {
        return new EmbedderTraining(
                new DataOptions(List.of(), List.of(faces), false),
                plain.backbone(),
                plain.loss(),
                options(name, epochs).schedule(),
                plain.augmentation(),
                new DistillationOptions(List.of("synthetic"), false, false, 40, 10, variants, Optional.of(answers)),
                plain.evaluation(),
                runOptions(name, 9));
    }

    /// Counts the pictures it is asked about.
    private record CountingEmbedder(FaceEmbedder embedder, AtomicInteger asked) implements FaceEmbedder {
        CountingEmbedder(FaceEmbedder embedder) {
            this(embedder, new AtomicInteger());
        }

        @Override
        public List<Embedding> embed(List<RgbImage> crops) {
            asked.addAndGet(crops.size());
            return embedder.embed(crops);
        }

        @Override
        public ModelManifest manifest() {
            return embedder.manifest();
        }

        @Override
        public int batchSize() {
            return embedder.batchSize();
        }

        @Override
        public void close() {
            embedder.close();
        }
    }

    @Test
    void run_whoseLossIsNoNumber_stopsAndNamesTheStep() {
        EmbedderTraining wild = options("wild", 8, 1e30);

        assertThatThrownBy(() -> run(wild, List.of(), Integer.MAX_VALUE))
                .isInstanceOfSatisfying(
                        LikenessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_DIVERGED))
                .hasMessageMatching("step \\d+ \\(epoch 1, learning rate 1.0E30\\): the loss must be finite, got: .*");
    }

    @Test
    void run_goneOnWithOtherParameters_isRefusedWithTheDifference() {
        run(options("run", 3), List.of(), 2);

        assertThatThrownBy(() -> run(options("run", 4), List.of(), Integer.MAX_VALUE))
                .hasMessageContaining("schedule.epochs was 3 and is 4");
    }

    @Test
    void run_withATornCheckpoint_isRefused() throws IOException {
        EmbedderTraining options = options("run", 3);
        run(options, List.of(), 2);
        Path file = options.run().directory().resolve("checkpoint.safetensors");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> run(options, List.of(), Integer.MAX_VALUE))
                .hasMessageStartingWith(
                        "checkpoint " + file + " must be a complete safetensors file of this run, got: ");
    }

    @Test
    void run_warmStarted_beginsWithTheWeightsGiven() {
        TrainedModel<TrainingStep> first = run(options("first", 8), List.of(), Integer.MAX_VALUE);
        EmbedderTraining options = options("second", 8);
        RunOptions run = options.run();
        EmbedderTraining warm = new EmbedderTraining(
                options.data(),
                options.backbone(),
                options.loss(),
                options.schedule(),
                options.augmentation(),
                options.distillation(),
                options.evaluation(),
                new RunOptions(
                        run.directory(),
                        run.id(),
                        run.seed(),
                        run.device(),
                        run.threads(),
                        run.workers(),
                        run.arithmetic(),
                        run.checkpointSteps(),
                        Optional.of(first.weightsFile()),
                        run.precision(),
                        run.licence()));

        TrainedModel<TrainingStep> second = run(warm, List.of(), 1);

        assertThat(second.curve().getFirst().loss())
                .isLessThan(.9 * first.curve().getFirst().loss());
    }

    private static InferenceRuntime runtime(EmbedderTraining options) {
        ModelCatalog catalog = ModelCatalog.of(List.of(options.run().directory()));
        return InferenceRuntime.open(InferenceOptions.defaults(), catalog, _ -> {});
    }

    private EmbedderTraining options(String name, int epochs) {
        return options(name, epochs, .05);
    }

    private EmbedderTraining options(String name, int epochs, double learningRate) {
        return new EmbedderTraining(
                new DataOptions(List.of(faces), List.of(), false),
                new BackboneOptions(Architecture.MOBILEFACENET, 4, 16, 0),
                new LossOptions(MarginKind.ARC, 16, 1, 20, .1, .3, 1, true),
                new ScheduleOptions(
                        epochs, 16, learningRate, .5, ScheduleOptions.Decay.COSINE, List.of(), .1, .9, 5e-4),
                new AugmentationOptions(true, 2, 3, .03, .3, 2, 30, 30, 8),
                DistillationOptions.defaults(),
                EvaluationOptions.defaults(),
                runOptions(name, 5));
    }

    private RunOptions runOptions(String name, long seed) {
        return new RunOptions(
                folder.resolve(name),
                "synthetic",
                seed,
                new Device.Cpu(),
                1,
                2,
                Arithmetic.FLOAT32,
                3,
                Optional.empty(),
                WeightPrecision.FLOAT32,
                "none");
    }

    private static TrainedModel<TrainingStep> run(EmbedderTraining options, List<FaceEmbedder> teachers, int steps) {
        RecordingListener<TrainingStep> listener = new RecordingListener<>();
        return EmbedderTrainer.run(options, teachers, listener, () -> listener.steps.size() >= steps);
    }

    private static double mean(List<TrainingStep> steps) {
        return steps.stream().mapToDouble(TrainingStep::loss).average().orElseThrow();
    }
}
