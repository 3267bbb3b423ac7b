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
import org.jspecify.annotations.Nullable;

/// From the bytes of a photo to its faces: open, decode, detect, align; then embed, for many photos at
/// once.
///
/// Decoding costs more than all the rest, so a photo is decoded only as large as detection needs. Where a
/// face found there is so small that its 112×112 crop would be enlarged, the photo is decoded once more
/// at full size, and only the crops come from it.
public final class FaceExtractor {
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

    /// A photo whose faces are known but not embedded yet.
    ///
    /// @param width of the upright photo at full size, in pixels
    /// @param thumbnail the whole photo made small
    /// @param faces best score first, in pixels of the full-size photo
    /// @param crops the aligned 112×112 picture of each face
    public record LocatedFaces(
            int width,
            int height,
            String format,
            @Nullable LocalDateTime captureTime,
            PerceptualFingerprint thumbnail,
            List<Detection> faces,
            List<RgbImage> crops) {}

    /// Finds and aligns the faces of one photo.
    ///
    /// @throws dev.likeness.face.LikenessException the reader's refusals, with the reason
    public LocatedFaces locate(byte[] bytes) {
        EncodedImage photo = times.charge(Stage.DECODE, () -> reader.open(bytes));
        RgbImage overview = times.charge(Stage.DECODE, () -> photo.decodeReduced(detectionLongSide));
        List<Detection> seen = times.charge(Stage.DETECT, () -> detector.detect(overview));

        float toFullSize = (float) photo.width() / overview.width();
        RgbImage detailed = null;
        List<Detection> faces = new ArrayList<>();
        List<RgbImage> crops = new ArrayList<>();
        for (Detection face : seen) {
            boolean enlarges = FaceAligner.scale(face.landmarks()) > 1;
            if (enlarges && toFullSize > 1 && detailed == null) {
                detailed = times.charge(Stage.DECODE, photo::decode);
            }
            RgbImage source = enlarges && detailed != null ? detailed : overview;
            float toSource = (float) source.width() / overview.width();
            crops.add(times.charge(
                    Stage.ALIGN,
                    () -> FaceAligner.align(source, face.landmarks().scaled(toSource))));
            faces.add(face.scaled(toFullSize));
        }
        return new LocatedFaces(
                photo.width(),
                photo.height(),
                photo.format().name().toLowerCase(Locale.ROOT),
                photo.captureTime().orElse(null),
                times.charge(Stage.DECODE, overview::fingerprint),
                List.copyOf(faces),
                List.copyOf(crops));
    }

    /// Finds and aligns the faces of one photo, as [#locate(byte[])] does.
    ///
    /// @param name what the caller calls the photo; refusals begin with it
    public LocatedFaces locate(String name, byte[] bytes) {
        try {
            return locate(bytes);
        } catch (LikenessException e) {
            throw new LikenessException(e.code(), "%s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /// Embeds crops of one or many photos, in order.
    public List<Embedding> embed(List<RgbImage> crops) {
        return crops.isEmpty() ? List.of() : times.charge(Stage.EMBED, () -> embedder.embed(crops));
    }

    /// How many crops the embedder likes to be given at a time.
    public int batchSize() {
        return embedder.batchSize();
    }
}
