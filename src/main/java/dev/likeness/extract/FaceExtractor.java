package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.embed.FaceEmbedder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Extracts the faces of photos: opens, decodes, detects and aligns one photo at a time, then embeds the
/// crops of many photos together.
///
/// Decoding is the most expensive stage, so a photo is decoded only as large as detection needs. Where a
/// detected face is so small that its 112×112 crop would be enlarged, the photo is decoded a second time at
/// full size, and the crop is taken from that picture.
public final class FaceExtractor {
    /// The JPEG quality of stored crops, 1 to 100.
    public static final int CROP_JPEG_QUALITY = 95;

    private final ImageReader reader;
    private final FaceDetector detector;
    private final FaceEmbedder embedder;
    private final int detectionLongSide;
    private final StageTimes times;

    public FaceExtractor(
            ImageReader reader, FaceDetector detector, FaceEmbedder embedder, int detectionLongSide, StageTimes times) {
        this.reader = reader;
        this.detector = detector;
        this.embedder = embedder;
        this.detectionLongSide = detectionLongSide;
        this.times = times;
    }

    /// A photo with its aligned faces, which are not embedded yet.
    ///
    /// @param width width of the upright photo at full size, in pixels
    /// @param height height of the same, in pixels
    /// @param fingerprint perceptual fingerprint of the whole photo
    /// @param faces best score first, in pixels of the full-size photo
    /// @param crops the aligned 112×112 picture of each face
    public record LocatedFaces(
            int width,
            int height,
            String format,
            @Nullable LocalDateTime captureTime,
            PerceptualFingerprint fingerprint,
            List<Detection> faces,
            List<RgbImage> crops) {}

    /// Opens and decodes a photo and detects its faces.
    ///
    /// @throws LikenessException the errors of the image reader, with the reason
    public DetectedPhoto detect(byte[] bytes) {
        EncodedImage photo = times.charge(Stage.DECODE, () -> reader.open(bytes));
        RgbImage overview = times.charge(Stage.DECODE, () -> photo.decodeReduced(detectionLongSide));
        return new DetectedPhoto(photo, overview, times.charge(Stage.DETECT, () -> detector.detect(overview)));
    }

    /// Detects faces as [#detect(byte[])] does.
    ///
    /// @param name name of the photo; error messages about the photo start with it
    public DetectedPhoto detect(String name, byte[] bytes) {
        return named(name, () -> detect(bytes));
    }

    /// Aligns one face of a photo. A face whose crop would be enlarged is taken from the full-size picture.
    ///
    /// @param face one of [DetectedPhoto#faces]
    public AlignedFace align(DetectedPhoto photo, Detection face) {
        boolean enlarges = FaceAligner.scale(face.landmarks()) > 1;
        RgbImage source =
                enlarges && photo.toFullSize() > 1 ? times.charge(Stage.DECODE, photo::fullSize) : photo.overview();
        Detection inSource =
                face.scaled((float) source.width() / photo.overview().width());
        return new AlignedFace(
                source, inSource, times.charge(Stage.ALIGN, () -> FaceAligner.align(source, inSource.landmarks())));
    }

    /// Detects and aligns the faces of one photo.
    ///
    /// @throws LikenessException the errors of the image reader, with the reason
    public LocatedFaces locate(byte[] bytes) {
        DetectedPhoto photo = detect(bytes);
        List<Detection> faces = new ArrayList<>();
        List<RgbImage> crops = new ArrayList<>();
        for (Detection face : photo.faces()) {
            crops.add(align(photo, face).crop());
            faces.add(face.scaled(photo.toFullSize()));
        }
        EncodedImage encoded = photo.photo();
        return new LocatedFaces(
                encoded.width(),
                encoded.height(),
                encoded.format().name().toLowerCase(Locale.ROOT),
                encoded.captureTime().orElse(null),
                times.charge(Stage.DECODE, photo.overview()::fingerprint),
                List.copyOf(faces),
                List.copyOf(crops));
    }

    /// Detects and aligns faces as [#locate(byte[])] does.
    ///
    /// @param name name of the photo; error messages about the photo start with it
    public LocatedFaces locate(String name, byte[] bytes) {
        return named(name, () -> locate(bytes));
    }

    private static <T> T named(String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (LikenessException e) {
            throw new LikenessException(e.code(), "%s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /// Embeds the crops of one photo or many, in order.
    public List<Embedding> embed(List<RgbImage> crops) {
        return crops.isEmpty() ? List.of() : times.charge(Stage.EMBED, () -> embedder.embed(crops));
    }

    /// Number of crops that the embedder processes most efficiently at a time.
    public int batchSize() {
        return embedder.batchSize();
    }
}
