package dev.likeness.training.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.Detection;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.ScheduleOptions;
import dev.likeness.training.run.TrainedModel;
import dev.likeness.training.torch.Arithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trainer from photos to a model that runs, on people who do not exist.
class DetectorTrainerTest {
    private static final int PHOTOS = 16;
    private static final int WIDTH = 96;
    private static final int HEIGHT = 80;
    private static final int STEPS_PER_EPOCH = 4;
    private static final int UNSEEN = 12;

    @TempDir
    private Path folder;

    private Path photos = Path.of("");

    private final FakeTeacher teacher = new FakeTeacher("teacher", MadeUpFaces::found);

    @BeforeEach
    void photos() throws IOException {
        Natives.require();
        photos = Files.createDirectories(folder.resolve("photos"));
        for (int i = 0; i < PHOTOS; i++) {
            Files.write(
                    photos.resolve("%02d.jpg".formatted(i)),
                    MadeUpFaces.photo(i, WIDTH, HEIGHT).picture().toJpeg(98));
        }
    }

    @Test
    void run_stoppedInTheMiddleOfAnEpochAndStartedAgain_hasTheCurveOfAnUnbrokenOne() {
        TrainedModel<DetectorStep> unbroken = run(options("unbroken", 3, .002), Integer.MAX_VALUE);
        TrainedModel<DetectorStep> first = run(options("broken", 3, .002), 2);
        assertThat(first.finished()).isFalse();
        run(options("broken", 3, .002), 5);

        TrainedModel<DetectorStep> last = run(options("broken", 3, .002), Integer.MAX_VALUE);

        assertThat(last.finished()).isTrue();
        assertThat(last.plan().firstStep()).isEqualTo(7);
        assertThat(last.curve())
                .extracting(DetectorStep::loss)
                .containsExactlyElementsOf(
                        unbroken.curve().stream().map(DetectorStep::loss).toList());
        assertThat(last.sha256()).isEqualTo(unbroken.sha256());
        assertThat(unbroken.curve()).hasSize(3 * STEPS_PER_EPOCH);
    }

    @Test
    void run_onMadeUpFaces_learnsToFindThemWithYuNetsDecoding() {
        DetectorTraining options = options("run", 80, .01);

        TrainedModel<DetectorStep> trained = run(options, Integer.MAX_VALUE);

        List<DetectorStep> curve = trained.curve();
        assertThat(curve.getLast().overlap()).isGreaterThan(curve.getFirst().overlap());
        ModelCatalog catalog = ModelCatalog.of(List.of(options.run().directory()));
        DetectionOptions usual = DetectionOptions.defaults();
        DetectionOptions detection = new DetectionOptions(usual.longSide(), .3f, 0, 8, 0);
        int found = 0;
        try (InferenceRuntime runtime = InferenceRuntime.open(InferenceOptions.defaults(), catalog, _ -> {});
                FaceDetector detector = runtime.detector("synthetic", detection)) {
            for (int number = 100; number < 100 + UNSEEN; number++) {
                MadeUpFaces.Photo photo = MadeUpFaces.photo(number, WIDTH, HEIGHT);
                found += detector.detect(photo.picture()).stream()
                                .limit(1)
                                .anyMatch(best -> photo.faces().stream().anyMatch(face -> agree(best, face)))
                        ? 1
                        : 0;
            }
        }
        assertThat(found).isGreaterThan(UNSEEN / 2);
    }

    /// Whether a detection lies on a face, and its nose too.
    private static boolean agree(Detection best, Detection face) {
        return best.box().iou(face.box()) > .3f
                && best.landmarks().nose().distanceTo(face.landmarks().nose())
                        < face.landmarks().eyeDistance();
    }

    @Test
    void run_whoseLossIsNoNumber_stopsAndNamesTheStep() {
        assertThatThrownBy(() -> run(options("wild", 8, 1e30), Integer.MAX_VALUE))
                .isInstanceOfSatisfying(
                        LikenessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_DIVERGED))
                .hasMessageMatching("step \\d+ \\(epoch \\d+, learning rate \\S+\\): the loss must be finite, got: .*");
    }

    @Test
    void run_goneOnWithOtherParameters_isRefusedWithTheDifference() {
        run(options("run", 3, .002), 2);

        assertThatThrownBy(() -> run(options("run", 3, .001), Integer.MAX_VALUE))
                .hasMessageContaining("schedule.learningRate was 0.002 and is 0.001");
    }

    @Test
    void run_whoseTeacherFindsNothing_isRefused() {
        FakeTeacher blind = new FakeTeacher("blind", _ -> List.of());

        assertThatThrownBy(() ->
                        DetectorTrainer.run(options("run", 1, .002), blind, new RecordingListener<>(), () -> false))
                .hasMessage("the teacher teacher must find faces in data.photos, got: none in 16 photos");
    }

    @Test
    void run_withoutPhotos_isRefused() {
        DetectorTraining none = new DetectorTraining(
                DetectorDataOptions.defaults(),
                options("run", 1, .002).network(),
                options("run", 1, .002).samples(),
                DetectorLossOptions.defaults(),
                options("run", 1, .002).schedule(),
                options("run", 1, .002).run());

        assertThatThrownBy(() -> run(none, 1)).hasMessage("data.photos must name files or folders, got none");
    }

    private DetectorTraining options(String name, int epochs, double learningRate) {
        return new DetectorTraining(
                new DetectorDataOptions(List.of(photos), "teacher", .7, 0, 1, 256),
                new DetectorNetworkOptions(6),
                new SampleOptions(64, .25, 8, .9, .3, .1, .5, .2, 1, 5, 50),
                DetectorLossOptions.defaults(),
                new ScheduleOptions(epochs, 4, learningRate, .5, ScheduleOptions.Decay.COSINE, List.of(), .1, .9, .02),
                new RunOptions(
                        folder.resolve(name),
                        "synthetic",
                        5,
                        new Device.Cpu(),
                        1,
                        2,
                        Arithmetic.FLOAT32,
                        3,
                        Optional.empty(),
                        WeightPrecision.FLOAT32,
                        "none"));
    }

    private TrainedModel<DetectorStep> run(DetectorTraining options, int steps) {
        RecordingListener<DetectorStep> listener = new RecordingListener<>();
        return DetectorTrainer.run(options, teacher, listener, () -> listener.steps.size() >= steps);
    }
}
