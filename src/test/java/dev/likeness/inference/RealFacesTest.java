package dev.likeness.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.TestData;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real models on real faces, with default options.
class RealFacesTest {
    private static final long SEED = 7;

    private static InferenceRuntime runtime;
    private static FaceDetector detector;
    private static FaceEmbedder embedder;

    @BeforeAll
    static void open() {
        Path models = TestData.require("models");
        runtime = InferenceRuntime.open(
                new InferenceOptions(new Device.Cpu(), 1, 0, 1L << 30), ModelCatalog.of(List.of(models)), _ -> {});
        detector = runtime.detector("yunet", DetectionOptions.defaults());
        embedder = runtime.embedder("mobilefacenet-128");
    }

    @AfterAll
    static void close() {
        if (runtime != null) {
            runtime.close();
        }
    }

    @Test
    void detect_groupPhotos_findsEveryoneOnce() {
        assertThat(detector.detect(photo("groups/t1.jpg"))).hasSize(6);
        assertThat(detector.detect(photo("groups/wide.jpg"))).hasSizeBetween(25, 31);
        assertThat(detector.detect(photo("groups/office4.jpg"))).hasSizeBetween(10, 13);
    }

    @Test
    void cells_ofAPicture_holdItsFacesAsDetectFindsThem() {
        RgbImage image = photo("groups/t1.jpg");
        RgbImage part = image.crop(0, 0, image.width() / 32 * 32, image.height() / 32 * 32);
        CellDetector cellDetector = runtime.cellDetector("yunet", DetectionOptions.defaults());

        float[] cells = cellDetector.cells(part);

        assertThat(cells.length % CellDetector.CELL_NUMBERS).isZero();
        Detection best = cellDetector.detect(part).getFirst();
        int first = IntStream.range(0, cells.length / CellDetector.CELL_NUMBERS)
                .boxed()
                .max(Comparator.comparingDouble(cell -> Math.min(1, cells[CellDetector.CELL_NUMBERS * cell])
                        * Math.min(1, cells[CellDetector.CELL_NUMBERS * cell + 1])))
                .orElseThrow();
        int at = CellDetector.CELL_NUMBERS * first;
        assertThat(Math.sqrt(cells[at] * cells[at + 1])).isCloseTo(best.score(), within(1e-4));
        double stride = best.box().width() / Math.exp(cells[at + 4]);
        assertThat(stride)
                .satisfiesAnyOf(
                        found -> assertThat(found).isCloseTo(8, within(.01)),
                        found -> assertThat(found).isCloseTo(16, within(.01)),
                        found -> assertThat(found).isCloseTo(32, within(.01)));
        assertThat((cells[at + 8] - cells[at + 6]) * stride)
                .isCloseTo(
                        best.landmarks().rightEye().x()
                                - best.landmarks().leftEye().x(),
                        within(.01));
    }

    @Test
    void detect_groupPhoto_isBestFirstInTheImagesCoordinates() {
        RgbImage image = photo("groups/t1.jpg");

        List<Detection> faces = detector.detect(image);

        assertThat(faces)
                .isSortedAccordingTo(
                        Comparator.comparingDouble(Detection::score).reversed());
        assertThat(faces).allSatisfy(face -> {
            assertThat(face.box().left()).isBetween(0f, (float) image.width());
            assertThat(face.box().bottom()).isBetween(0f, (float) image.height());
            assertThat(face.landmarks().leftEye().x())
                    .isLessThan(face.landmarks().rightEye().x());
            assertThat(face.landmarks().leftEye().y())
                    .isLessThan(face.landmarks().leftMouth().y());
        });
    }

    @Test
    void detect_largerThanTheLongSide_givesTheSameBoxesInItsOwnCoordinates() {
        RgbImage image = photo("groups/t1.jpg");
        List<Detection> faces = detector.detect(image);

        List<Detection> twice = detector.detect(image.resized(2 * image.width(), 2 * image.height()));

        assertThat(twice).hasSameSizeAs(faces);
        assertThat(faces)
                .allSatisfy(face -> assertThat(twice)
                        .anyMatch(other -> other.box().iou(face.box().scaled(2)) > 0.8));
    }

    @Test
    void detect_largeGroupWithSmallFaces_secondPassFindsWhatTheFirstCannot() {
        // 4096×2496: at 1280 the faces are 12 to 24 pixels high
        RgbImage crowd = TestPhotos.mosaic(photo("groups/wide.jpg"), 4);
        DetectionOptions defaults = DetectionOptions.defaults();
        DetectionOptions onePass =
                new DetectionOptions(defaults.longSide(), defaults.minScore(), defaults.nmsIou(), 16, 0);

        List<Detection> found = detector.detect(crowd);

        assertThat(found).hasSizeBetween(430, 16 * 31);
        assertThat(runtime.detector("yunet", onePass).detect(crowd)).hasSizeLessThan(found.size() - 30);
    }

    @Test
    void detect_anySize_works() {
        RgbImage face = face("groups/t1.jpg");

        for (int side : new int[] {1, 2, 31, 32, 33, 64, 65, 112}) {
            assertThat(detector.detect(face.resized(side, side))).hasSizeLessThan(2);
        }
        assertThat(detector.detect(face.resized(64, 64))).hasSize(1);
        assertThat(detector.detect(TestPhotos.plain(3000, 1, 9, 9, 9))).isEmpty();
        assertThat(detector.detect(TestPhotos.plain(1, 3000, 9, 9, 9))).isEmpty();
    }

    @Test
    void detect_faceThatFillsAHugePicture_isFound() {
        RgbImage face = face("groups/t1.jpg");

        assertThat(detector.detect(face.resized(2400, 2400))).isNotEmpty();
    }

    @Test
    void detectAndEmbed_twiceAndOnManyThreads_giveTheSame() throws Exception {
        RgbImage image = photo("groups/office4.jpg");
        List<Detection> faces = detector.detect(image);
        List<Embedding> embeddings = embedder.embed(crops(image, faces));
        Callable<Boolean> again = () -> detector.detect(image).equals(faces)
                && embedder.embed(crops(image, faces)).equals(embeddings);

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> same : threads.invokeAll(List.of(again, again, again, again, again))) {
                assertThat(same.get()).isTrue();
            }
        }
    }

    @Test
    void embed_aloneOrInABatch_isTheSameVector() {
        RgbImage image = photo("groups/wide.jpg");
        List<RgbImage> crops = crops(image, detector.detect(image));

        List<Embedding> together = embedder.embed(crops);

        for (int i = 0; i < crops.size(); i++) {
            Embedding alone = embedder.embed(List.of(crops.get(i))).getFirst();
            assertThat(alone.direction().cosine(together.get(i).direction())).isGreaterThan(0.99999f);
            assertThat(alone.magnitude()).isCloseTo(together.get(i).magnitude(), within(1e-3f));
        }
    }

    @Test
    void embed_blurredFace_hasASmallerMagnitude() {
        RgbImage image = photo("groups/t1.jpg");
        RgbImage crop = crops(image, detector.detect(image)).getFirst();
        RgbImage blurred = crop.resized(20, 20).resized(112, 112);

        List<Embedding> embeddings = embedder.embed(List.of(crop, blurred));

        assertThat(embeddings.get(1).magnitude())
                .isLessThan(0.8f * embeddings.get(0).magnitude());
    }

    @Test
    void detect_everyTenthPhoto_findsAFace() throws IOException {
        assertThat(photosWithoutAFace(10)).hasSizeLessThan(2);
    }

    @Test
    @Tag("acceptance")
    void detect_allPhotos_findsAFaceInAllButTen() throws IOException {
        assertThat(photosWithoutAFace(1)).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    @DisplayName("detect_faceFreeCrops_findsNone, 40 crops, seed 7")
    void detect_faceFreeCrops_findsNone() throws IOException {
        assertThat(falseFaces(40)).isZero();
    }

    @Test
    @Tag("acceptance")
    @DisplayName("detect_manyFaceFreeCrops_findsAFaceInOnePercentAtMost, 500 crops, seed 7")
    void detect_manyFaceFreeCrops_findsAFaceInOnePercentAtMost() throws IOException {
        assertThat(falseFaces(500)).isLessThanOrEqualTo(5);
    }

    @Test
    void cosine_lfwPairs_tellsPeopleApart() throws IOException {
        assertThat(bestAccuracy(60)).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    @Tag("acceptance")
    void cosine_allLfwTrainingPairs_reachesTheExpectedAccuracy() throws IOException {
        assertThat(bestAccuracy(1100)).isGreaterThanOrEqualTo(0.99);
    }

    private static RgbImage photo(String relative) {
        return TestPhotos.read(TestData.require(relative));
    }

    /// The part of a photo that its best face fills.
    private static RgbImage face(String relative) {
        RgbImage image = photo(relative);
        Box box = detector.detect(image).getFirst().box();
        return TestPhotos.cut(image, (int) box.left(), (int) box.top(), (int) box.width() + 1, (int) box.height() + 1);
    }

    private static List<RgbImage> crops(RgbImage image, List<Detection> faces) {
        return faces.stream()
                .map(face -> FaceAligner.align(image, face.landmarks()))
                .toList();
    }

    private static List<Path> photos() throws IOException {
        try (Stream<Path> files = Files.walk(TestData.require("photos"))) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> photosWithoutAFace(int step) throws IOException {
        List<Path> photos = photos();
        return IntStream.iterate(0, i -> i < photos.size(), i -> i + step)
                .mapToObj(photos::get)
                .filter(photo -> detector.detect(TestPhotos.read(photo)).isEmpty())
                .toList();
    }

    /// In how many of `count` face-free crops a face is found. A crop is a square of 64 to 256 pixels, cut at random
    /// from a random photo, that touches nothing a detector of score 0.2 takes for a face, in the photo, at
    /// half its size or, if it is small, at twice its size.
    private static int falseFaces(int count) throws IOException {
        FaceDetector suspicious = runtime.detector("yunet", new DetectionOptions(8192, 0.2f, 0.3f, 1, 0));
        List<Path> photos = photos();
        Random random = new Random(SEED);
        int crops = 0;
        int withFace = 0;
        while (crops < count) {
            RgbImage image = TestPhotos.read(photos.get(random.nextInt(photos.size())));
            int side = 64 + random.nextInt(193);
            if (side > Math.min(image.width(), image.height())) {
                continue;
            }
            int left = random.nextInt(image.width() - side + 1);
            int top = random.nextInt(image.height() - side + 1);
            Box crop = new Box(left, top, left + side, top + side);
            if (!isSuspect(suspicious, image, crop)) {
                crops++;
                withFace += detector.detect(TestPhotos.cut(image, left, top, side, side))
                                .isEmpty()
                        ? 0
                        : 1;
            }
        }
        return withFace;
    }

    /// Whether the crop touches a suspect. The cheapest look that rejects most comes first.
    private static boolean isSuspect(FaceDetector suspicious, RgbImage image, Box crop) {
        Stream<Float> factors = image.longSide() > 800 ? Stream.of(1f, 0.5f) : Stream.of(1f, 0.5f, 2f);
        return factors.anyMatch(factor -> {
            RgbImage scaled = image.resized(Math.round(image.width() * factor), Math.round(image.height() * factor));
            return suspicious.detect(scaled).stream()
                    .anyMatch(face -> face.box().scaled(1 / factor).overlap(crop) > 0);
        });
    }

    /// The accuracy at the best single threshold on the first `count` mated and the first `count` impostor pairs of
    /// LFW's view 1, by the cosine of each picture's most central face.
    private static double bestAccuracy(int count) throws IOException {
        Path lfw = TestData.require("lfw");
        List<String> lines = Files.readAllLines(lfw.resolve("pairsDevTrain.txt"));
        List<String> mated = lines.subList(1, 1 + count);
        int impostorsStart = 1 + (lines.size() - 1) / 2;
        List<String> impostors = lines.subList(impostorsStart, impostorsStart + count);
        Map<String, Embedding> seen = new HashMap<>();
        double[] same =
                mated.stream().mapToDouble(line -> cosine(lfw, line, seen)).toArray();
        double[] different =
                impostors.stream().mapToDouble(line -> cosine(lfw, line, seen)).toArray();
        double best = 0;
        for (double threshold : same) {
            long right =
                    Arrays.stream(same).filter(cosine -> cosine >= threshold).count()
                            + Arrays.stream(different)
                                    .filter(cosine -> cosine < threshold)
                                    .count();
            best = Math.max(best, right / (double) (same.length + different.length));
        }
        return best;
    }

    /// A line is `name i j` for a mated pair and `name i name j` for an impostor pair.
    private static double cosine(Path lfw, String line, Map<String, Embedding> seen) {
        String[] words = line.strip().split("\t", -1);
        boolean mated = words.length == 3;
        String one = picture(words[0], words[1]);
        String other = mated ? picture(words[0], words[2]) : picture(words[2], words[3]);
        return seen.computeIfAbsent(one, name -> central(lfw.resolve(name)))
                .direction()
                .cosine(seen.computeIfAbsent(other, name -> central(lfw.resolve(name)))
                        .direction());
    }

    private static String picture(String person, String number) {
        return "%s/%s_%04d.jpg".formatted(person, person, Integer.parseInt(number));
    }

    private static Embedding central(Path file) {
        RgbImage image = TestPhotos.read(file);
        Detection face = detector.detect(image).stream()
                .min(Comparator.comparingDouble(detection -> distanceFromCentre(detection.box(), image)))
                .orElseThrow(() -> new AssertionError("no face in " + file));
        return embedder.embed(List.of(FaceAligner.align(image, face.landmarks())))
                .getFirst();
    }

    private static double distanceFromCentre(Box box, RgbImage image) {
        return Math.hypot(box.left() + box.right() - image.width(), box.top() + box.bottom() - image.height());
    }
}
