package dev.likeness.evaluation.data;

import dev.likeness.engine.EngineOptions;
import dev.likeness.extract.AlignedFace;
import dev.likeness.extract.DetectedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Point;
import dev.likeness.image.ImageFiles;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.support.RegularFile;
import dev.likeness.support.Workers;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Reads one face from each picture, clean and in seeded degradations, on all cores. Clean faces come from
/// [FaceExtractor], as in ingest.
///
/// A degraded face is cropped from its photo with a margin, shrunk to the size of its aligned crop if it is
/// larger, and then degraded, so that detector and embedder get the same degradation. It is aligned with the
/// landmarks of the clean picture, so that the measurement concerns the picture and not a second detection.
public final class FaceReader implements AutoCloseable {
    /// Minimum score of the detector that scores degraded faces, far below that of a reported detection.
    private static final float MIN_GRADER_SCORE = 0.02f;

    private static final float SAME_FACE_IOU = 0.3f;
    private static final int PICTURES_PER_TASK = 16;

    private final ImageReader images;
    private final InferenceRuntime runtime;
    private final FaceDetector detector;
    private final FaceDetector grader;
    private final FaceEmbedder embedder;
    private final String sha256;
    private final FaceChoice choice;
    private final FaceExtractor extractor;

    private FaceReader(EngineOptions options, FaceChoice choice, Consumer<String> warnings) {
        ModelCatalog catalog = ModelCatalog.of(options.models().directories());
        DetectionOptions detection = options.detection();
        this.images = new ImageReader(options.image());
        this.runtime = InferenceRuntime.open(options.inference(), catalog, warnings);
        this.detector = runtime.detector(options.models().detector(), detection);
        this.grader = runtime.detector(
                options.models().detector(),
                new DetectionOptions(
                        detection.longSide(), MIN_GRADER_SCORE, detection.nmsIou(), detection.minFace(), 0));
        this.embedder = runtime.embedder(options.models().embedder());
        this.sha256 = catalog.inspect(embedder.manifest()).sha256().orElseThrow();
        this.choice = choice;
        this.extractor = new FaceExtractor(images, detector, embedder, detection.longSide(), new StageTimes());
    }

    /// Loads the models.
    ///
    /// @param warnings receives warnings for the user, such as a missing GPU
    /// @throws LikenessException `MODEL_MISSING`, `MODEL_INVALID` or `DEVICE_UNAVAILABLE`
    public static FaceReader open(EngineOptions options, FaceChoice choice, Consumer<String> warnings) {
        return new FaceReader(options, choice, warnings);
    }

    /// The id of the embedder.
    public String model() {
        return embedder.manifest().id();
    }

    /// The embedder; it is closed with this reader.
    public FaceEmbedder embedder() {
        return embedder;
    }

    /// The SHA-256 of the embedder's file.
    public String modelSha256() {
        return sha256;
    }

    /// The faces of pictures, by the requested names.
    ///
    /// @param faces for each picture, the clean face, then one face per seed
    /// @param failures errors of the pictures without a result
    public record Faces(Map<String, List<EvaluatedFace>> faces, Map<String, LikenessException> failures) {
        /// Whether a picture could be read, but shows no face.
        public boolean isWithoutFace(String image) {
            LikenessException failure = failures.get(image);
            return failure != null && isNoFace(failure);
        }

        /// The faces of one picture.
        ///
        /// @throws LikenessException the picture's error
        public List<EvaluatedFace> of(String image) {
            List<EvaluatedFace> found = faces.get(image);
            if (found == null) {
                throw Optional.ofNullable(failures.get(image))
                        .orElseGet(() -> new LikenessException(
                                ErrorCode.INTERNAL, "a face must have been asked for, got: " + image));
            }
            return found;
        }
    }

    /// Reads pictures. A picture that cannot be read does not stop the work.
    ///
    /// @param names paths below `directory`
    /// @param seeds seeds of the degraded versions
    /// @param graded whether the detector scores the degraded versions too
    /// @param progress called after each picture, from several threads
    public Faces read(Path directory, Collection<String> names, List<Long> seeds, boolean graded, Runnable progress) {
        Map<String, List<EvaluatedFace>> faces = new ConcurrentHashMap<>();
        Map<String, LikenessException> failures = new ConcurrentHashMap<>();
        List<String> distinct = names.stream().distinct().sorted().toList();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int from = 0; from < distinct.size(); from += PICTURES_PER_TASK) {
                List<String> part = distinct.subList(from, Math.min(from + PICTURES_PER_TASK, distinct.size()));
                tasks.add(() -> {
                    readPart(directory, part, seeds, graded, faces, failures, progress);
                    return null;
                });
            }
            Workers.runAll(executor, tasks);
        }
        return new Faces(faces, failures);
    }

    /// Reads aligned faces, one per picture, from pictures evenly spread over their sorted names. A picture
    /// without a face is skipped.
    ///
    /// @param directory searched recursively
    /// @param max maximum number of pictures read; values below 1 count as 1
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no picture; the error of an unreadable one
    public List<RgbImage> crops(Path directory, int max) {
        List<String> names = ImageFiles.find(List.of(directory)).stream()
                .map(file -> directory.relativize(file).toString())
                .toList();
        if (names.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a folder must hold pictures, got none in: " + directory);
        }
        int count = Math.clamp(max, 1, names.size());
        List<RgbImage> crops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = names.get(Math.toIntExact((long) i * names.size() / count));
            try {
                crops.add(versions(directory, name, List.of(), false).getFirst().crop);
            } catch (LikenessException e) {
                if (!isNoFace(e)) {
                    throw e;
                }
            }
        }
        return crops;
    }

    /// Embeds pictures of aligned faces.
    ///
    /// @param encoded image files of 112×112 pixels
    /// @throws LikenessException the errors of reading; `INVALID_ARGUMENT` if a picture has another size
    public List<EvaluatedFace> readAligned(List<byte[]> encoded, Runnable progress) {
        List<EvaluatedFace> faces = new ArrayList<>();
        for (byte[] file : encoded) {
            RgbImage crop = images.open(file).decode();
            faces.add(new EvaluatedFace(embedder.embed(List.of(crop)).getFirst(), Double.NaN, Sharpness.of(crop)));
            progress.run();
        }
        return faces;
    }

    private record FaceVersion(String name, RgbImage crop, double score) {}

    private void readPart(
            Path directory,
            List<String> names,
            List<Long> seeds,
            boolean graded,
            Map<String, List<EvaluatedFace>> faces,
            Map<String, LikenessException> failures,
            Runnable progress) {
        List<FaceVersion> versions = new ArrayList<>();
        for (String name : names) {
            try {
                versions.addAll(versions(directory, name, seeds, graded));
            } catch (LikenessException e) {
                failures.put(name, e);
            }
            progress.run();
        }
        List<Embedding> embeddings =
                extractor.embed(versions.stream().map(FaceVersion::crop).toList());
        for (int i = 0; i < versions.size(); i++) {
            FaceVersion version = versions.get(i);
            faces.computeIfAbsent(version.name, _ -> new ArrayList<>())
                    .add(new EvaluatedFace(embeddings.get(i), version.score, Sharpness.of(version.crop)));
        }
    }

    private List<FaceVersion> versions(Path directory, String name, List<Long> seeds, boolean graded) {
        Path file = directory.resolve(name);
        DetectedPhoto photo = extractor.detect(file.toString(), bytes(file));
        AlignedFace aligned = extractor.align(photo, chooseFace(photo, file));
        RgbImage source = aligned.source();
        Detection face = aligned.face();
        List<FaceVersion> versions = new ArrayList<>();
        versions.add(new FaceVersion(name, aligned.crop(), face.score()));
        if (!seeds.isEmpty()) {
            Box box = face.box();
            int reach = (int) Math.ceil(box.longSide());
            int left = Math.clamp((int) box.centre().x() - reach, 0, source.width() - 1);
            int top = Math.clamp((int) box.centre().y() - reach, 0, source.height() - 1);
            RgbImage cut = source.crop(
                    left, top, Math.min(2 * reach, source.width() - left), Math.min(2 * reach, source.height() - top));
            double scale = Math.min(1, FaceAligner.scale(face.landmarks()));
            RgbImage window = cut.scaled(scale);
            float factor = (float) window.width() / cut.width();
            Landmarks points = shifted(face.landmarks(), left, top).scaled(factor);
            Box place =
                    new Box(box.left() - left, box.top() - top, box.right() - left, box.bottom() - top).scaled(factor);
            for (long seed : seeds) {
                RgbImage degraded = Degradation.seeded(seed, name).apply(window);
                double score = graded ? detectorScore(degraded, place) : Double.NaN;
                versions.add(new FaceVersion(name, FaceAligner.align(degraded, points), score));
            }
        }
        return versions;
    }

    private double detectorScore(RgbImage image, Box place) {
        return grader.detect(image).stream()
                .filter(detection -> detection.box().iou(place) >= SAME_FACE_IOU)
                .mapToDouble(Detection::score)
                .max()
                .orElse(0);
    }

    private Detection chooseFace(DetectedPhoto photo, Path file) {
        RgbImage overview = photo.overview();
        return photo.faces().stream()
                .min(choice.order(overview.width(), overview.height()))
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "an image must show a face, got none in: " + file));
    }

    /// Whether this is the error of [#chooseFace]; what cannot be read has another code.
    private static boolean isNoFace(LikenessException failure) {
        return failure.code() == ErrorCode.INVALID_ARGUMENT;
    }

    private static Landmarks shifted(Landmarks landmarks, float left, float top) {
        List<Point> points = landmarks.points().stream()
                .map(point -> new Point(point.x() - left, point.y() - top))
                .toList();
        return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
    }

    private static byte[] bytes(Path file) {
        try {
            return RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "an image must exist, got: " + file, e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "an image must be readable, got: " + file, e);
        }
    }

    @Override
    public void close() {
        detector.close();
        grader.close();
        embedder.close();
        runtime.close();
    }
}
