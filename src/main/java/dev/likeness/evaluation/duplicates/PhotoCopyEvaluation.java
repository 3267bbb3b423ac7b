package dev.likeness.evaluation.duplicates;

import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.duplicates.PhotoCopiesResult;
import dev.likeness.engine.duplicates.PhotoCopiesResult.Kind;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Evaluates the search for photo copies, on copies and second shots that are derived from real photos. They
/// are ingested into a gallery in a temporary directory.
public final class PhotoCopyEvaluation {
    private static final String GALLERY = "copies";

    private final ImageReader reader;
    private final Path work;
    private final Random random;

    /// A version derived from a photo.
    private enum Version {
        REENCODED("re-encoded at quality 60 to 94", Kind.REENCODED),
        RESIZED("at half size", Kind.RESIZED),
        CROPPED("cropped by 4 to 28 % a side", Kind.CROPPED),
        SECOND_SHOT("another shot, little moved", null),
        MOVED_SECOND_SHOT("another shot, more moved", null);

        private final String description;
        private final @Nullable Kind kind;

        Version(String description, @Nullable Kind kind) {
            this.description = description;
            this.kind = kind;
        }
    }

    private PhotoCopyEvaluation(ImageReader reader, Path work, long seed) {
        this.reader = reader;
        this.work = work;
        this.random = new Random(seed);
    }

    /// Derives versions of some photos below a folder, and searches for copies among them.
    ///
    /// @param options options of the ingest; the index directory is replaced by a temporary one
    /// @param count number of photos, at least 1
    /// @param seed seed that chooses the photos and their changes
    /// @throws LikenessException `INVALID_ARGUMENT` if the folder contains fewer photos; `IO_FAILED` if a
    ///     file cannot be read or written
    public static PhotoCopyReport run(
            EngineOptions options, Path photos, int count, long seed, Consumer<String> warnings) {
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path work = temporary.path();
            return new PhotoCopyEvaluation(new ImageReader(options.image()), work, seed)
                    .report(options.withIndexDirectory(work.resolve("index")), photos, count, seed, warnings);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "copies must be made in a temporary directory", e);
        }
    }

    private PhotoCopyReport report(EngineOptions options, Path photos, int count, long seed, Consumer<String> warnings)
            throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(photos)) {
            all.filter(ImageFormat::hasImageExtension).sorted().forEach(files::add);
        }
        if (count < 1 || files.size() < count) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "photos must be between 1 and the %d there are, got: %d".formatted(files.size(), count));
        }
        Collections.shuffle(files, random);
        Path made = Files.createDirectory(work.resolve("photos"));
        for (int i = 0; i < count; i++) {
            Path folder = Files.createDirectory(made.resolve(Integer.toString(i)));
            byte[] bytes = RegularFile.readAllBytes(files.get(i), RegularFile.MAX_PHOTO_BYTES);
            Files.write(folder.resolve("original.jpg"), bytes);
            RgbImage image = reader.open(bytes).decode();
            for (Version version : Version.values()) {
                Files.write(folder.resolve(version + ".jpg"), create(image, version));
            }
        }
        try (Engine engine = Engine.open(options, warnings)) {
            engine.ingest(
                    new IngestRequest(GALLERY, List.of(made), false),
                    new StageTimes(),
                    IngestListener.none(),
                    () -> false);
            return reportOn(engine.photoCopies(GALLERY, () -> false).copies(), count, seed);
        }
    }

    private byte[] create(RgbImage image, Version version) {
        int width = image.width();
        int height = image.height();
        return switch (version) {
            case REENCODED -> image.toJpeg(60 + random.nextInt(35));
            case RESIZED ->
                image.resized(Math.max(1, width / 2), Math.max(1, height / 2)).toJpeg(85);
            case CROPPED -> {
                int left = (int) (width * random.nextDouble(.02, .14));
                int top = (int) (height * random.nextDouble(.02, .14));
                yield image.crop(left, top, (int) ((width - left) * random.nextDouble(.86, .98)), (int)
                                ((height - top) * random.nextDouble(.86, .98)))
                        .toJpeg(85);
            }
            case SECOND_SHOT -> anotherShot(image, .5).toJpeg(92);
            case MOVED_SECOND_SHOT -> anotherShot(image, 1).toJpeg(92);
        };
    }

    /// Simulates a second shot: a smooth field of displacements represents the movement of camera, bodies and
    /// faces.
    private RgbImage anotherShot(RgbImage image, double strength) {
        int width = image.width();
        int height = image.height();
        double right = random.nextGaussian() * .004 * width * strength;
        double down = random.nextGaussian() * .004 * height * strength;
        double exposure = 1 + random.nextGaussian() * .03;
        double reach = .006 * Math.min(width, height) * strength;
        double[] phases = random.doubles(6, 0, 2 * Math.PI).toArray();
        byte[] shot = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            double v = 2 * Math.PI * y / height;
            for (int x = 0; x < width; x++) {
                double u = 2 * Math.PI * x / width;
                double fromX = x
                        + right
                        + reach
                                * (Math.sin(2 * u + 3 * v + phases[0])
                                        + Math.sin(5 * u - 4 * v + phases[1])
                                        + Math.sin(9 * u + 8 * v + phases[2]) / 2);
                double fromY = y
                        + down
                        + reach
                                * (Math.sin(3 * u - 2 * v + phases[3])
                                        + Math.sin(4 * u + 5 * v + phases[4])
                                        + Math.sin(8 * u - 9 * v + phases[5]) / 2);
                for (int channel = 0; channel < 3; channel++) {
                    double light = exposure * interpolate(image, fromX, fromY, channel) + 2 * random.nextGaussian();
                    shot[3 * (y * width + x) + channel] = (byte) Math.clamp(Math.round(light), 0, 255);
                }
            }
        }
        return new RgbImage(width, height, shot);
    }

    /// Interpolates bilinearly; coordinates are clamped to the edges.
    private static double interpolate(RgbImage image, double x, double y, int channel) {
        int left = Math.clamp((int) Math.floor(x), 0, Math.max(0, image.width() - 2));
        int top = Math.clamp((int) Math.floor(y), 0, Math.max(0, image.height() - 2));
        int right = Math.min(left + 1, image.width() - 1);
        int bottom = Math.min(top + 1, image.height() - 1);
        double toRight = Math.clamp(x - left, 0, 1);
        double toBottom = Math.clamp(y - top, 0, 1);
        double above = light(image, left, top, channel) * (1 - toRight) + light(image, right, top, channel) * toRight;
        double below =
                light(image, left, bottom, channel) * (1 - toRight) + light(image, right, bottom, channel) * toRight;
        return above * (1 - toBottom) + below * toBottom;
    }

    private static int light(RgbImage image, int x, int y, int channel) {
        return Byte.toUnsignedInt(image.rgb()[3 * (y * image.width() + x) + channel]);
    }

    private PhotoCopyReport reportOn(List<PhotoCopiesResult.Copy> copies, int count, long seed) {
        List<PhotoCopyReport.Version> versions = new ArrayList<>();
        for (Version version : Version.values()) {
            List<PhotoCopiesResult.Copy> own = copies.stream()
                    .filter(copy -> isSameFolder(copy)
                            && Stream.of(copy.original(), copy.copy())
                                    .allMatch(file -> name(file).equals("original.jpg")
                                            || name(file).equals(version + ".jpg")))
                    .toList();
            versions.add(new PhotoCopyReport.Version(
                    version.description,
                    version.kind != null,
                    own.size(),
                    own.stream().filter(copy -> copy.kind() == version.kind).count()));
        }
        long right = copies.stream()
                .filter(copy -> isSameFolder(copy) && isCopy(copy.original()) && isCopy(copy.copy()))
                .count();
        return new PhotoCopyReport(
                count,
                seed,
                versions,
                Figure.of(
                        "precision",
                        "pairs reported",
                        copies.size(),
                        Figure.MIN_OBSERVATIONS,
                        () -> (double) right / copies.size()),
                copies.size());
    }

    private static boolean isSameFolder(PhotoCopiesResult.Copy copy) {
        return Objects.equals(
                path(copy.original()).getParent(), path(copy.copy()).getParent());
    }

    /// Whether it is a version of the original's own pixels, and not another shot.
    private static boolean isCopy(PhotoCopiesResult.File file) {
        return !name(file).equals(Version.SECOND_SHOT + ".jpg")
                && !name(file).equals(Version.MOVED_SECOND_SHOT + ".jpg");
    }

    private static String name(PhotoCopiesResult.File file) {
        return String.valueOf(path(file).getFileName());
    }

    private static Path path(PhotoCopiesResult.File file) {
        return Path.of(file.paths().getFirst());
    }
}
