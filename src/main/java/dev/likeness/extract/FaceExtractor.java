package dev.likeness.extract;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.FileId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageReader;
import dev.likeness.image.MissingProgram;
import dev.likeness.image.RgbImage;
import dev.likeness.image.content.PictureHash;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.inference.embed.FaceEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Extracts the faces of photos: opens, decodes, detects and aligns one photo at a time, then embeds the
/// crops of many photos together.
///
/// Decoding is the most expensive stage, so a photo is decoded only as large as detection needs. Where a
/// detected face is so small that its 112×112 crop would be enlarged, the photo is decoded a second time at
/// full size, and the crop is taken from that picture; of a large photo only as large as the crop needs.
public final class FaceExtractor {
    static final int CROP_JPEG_QUALITY = 95;

    /// A preview is only looked at, and small: it takes about as much space as one and a half faces.
    static final int PREVIEW_JPEG_QUALITY = 60;

    private final ImageReader reader;
    private final FaceDetector detector;
    private final UprightDetector upright;
    private final LargePhotoDetector large;
    private final FaceEmbedder embedder;
    private final int detectionLongSide;
    private final StageTimes times;

    public FaceExtractor(
            ImageReader reader, FaceDetector detector, FaceEmbedder embedder, int detectionLongSide, StageTimes times) {
        this.reader = reader;
        this.detector = detector;
        this.upright = new UprightDetector(detector);
        this.large = new LargePhotoDetector(detector, upright, detectionLongSide, times);
        this.embedder = embedder;
        this.detectionLongSide = detectionLongSide;
        this.times = times;
    }

    /// Opens and decodes a photo and detects its faces.
    ///
    /// @throws LikenessException the errors of the image reader, with the reason
    public DetectedPhoto detect(byte[] bytes) {
        return detect(open(bytes));
    }

    private DetectedPhoto detect(EncodedImage photo) {
        RgbImage overview = times.charge(Stage.DECODE, () -> photo.decodeReduced(detectionLongSide));
        UprightDetector.Found found =
                times.charge(Stage.DETECT, () -> upright.detect(overview, !photo.isOrientedByCamera()));
        return detected(photo, new PhotoOrientation(photo.orientation(), found.turn()), found);
    }

    /// Detects the faces of a photo that is turned as a user said.
    private DetectedPhoto detect(EncodedImage photo, PhotoOrientation turns) {
        RgbImage overview = times.charge(Stage.DECODE, () -> photo.decodeReduced(detectionLongSide));
        return detected(photo, turns, times.charge(Stage.DETECT, () -> upright.detectUpright(overview)));
    }

    private DetectedPhoto detected(EncodedImage photo, PhotoOrientation turns, UprightDetector.Found found) {
        PhotoPictures pictures = new PhotoPictures(photo.turned(turns.total()), found.upright(), times);
        return new DetectedPhoto(
                pictures, turns, isLarge(pictures) ? large.detect(pictures, found.faces()) : found.faces());
    }

    private boolean isLarge(PhotoPictures pictures) {
        return large.isLarge(pictures.fullLongSide());
    }

    /// Detects faces as [#detect(byte[])] does.
    ///
    /// @param name name of the photo; error messages about the photo start with it
    public DetectedPhoto detect(String name, byte[] bytes) {
        return named(name, () -> detect(bytes));
    }

    /// Aligns one face of a photo. A face whose crop would be enlarged is taken from a larger picture.
    ///
    /// @param face one of [DetectedPhoto#faces]
    public AlignedFace align(DetectedPhoto photo, Detection face) {
        RgbImage source = source(photo.pictures(), FaceAligner.scale(face.landmarks()));
        Detection inSource =
                face.scaled((float) source.width() / photo.overview().width());
        return new AlignedFace(
                source, inSource, times.charge(Stage.ALIGN, () -> FaceAligner.align(source, inSource.landmarks())));
    }

    /// The picture that a crop is taken from.
    ///
    /// @param scale of the crop relative to the overview
    private RgbImage source(PhotoPictures pictures, double scale) {
        if (scale <= 1) {
            return pictures.overview();
        }
        return isLarge(pictures) ? pictures.atLeast(scale * pictures.overview().longSide()) : pictures.fullSize();
    }

    /// Detects and aligns the faces of one photo.
    ///
    /// @param name name of the photo; error messages about the photo start with it
    /// @throws LikenessException the errors of the image reader, with the reason
    public LocatedPhoto locate(String name, byte[] bytes) {
        return named(name, () -> locate(bytes));
    }

    /// Detects and aligns faces as [#locate(String, byte[])] does; error messages do not name the photo.
    public LocatedPhoto locate(byte[] bytes) {
        return locate(PictureHash.of(bytes), FileId.of(bytes), bytes);
    }

    /// Detects and aligns faces as [#locate(byte[])] does, for a caller that knows the ids.
    ///
    /// @param id the id of a photo of these bytes
    /// @param file the hash of these bytes
    public LocatedPhoto locate(PhotoId id, FileId file, byte[] bytes) {
        EncodedImage photo = open(bytes);
        return photo.holdingPixels(() -> locate(id, file, bytes, detect(photo)));
    }

    private LocatedPhoto locate(PhotoId id, FileId file, byte[] bytes, DetectedPhoto photo) {
        List<Detection> detections = new ArrayList<>();
        List<RgbImage> crops = new ArrayList<>();
        for (Detection face : photo.faces()) {
            crops.add(align(photo, face).crop());
            detections.add(face.scaled(photo.toFullSize()));
        }
        EncodedImage encoded = photo.photo();
        return new LocatedPhoto(
                id,
                file,
                bytes.length,
                encoded.width(),
                encoded.height(),
                encoded.format().name().toLowerCase(Locale.ROOT),
                photo.turns(),
                encoded.captureTime().orElse(null),
                times.charge(Stage.DECODE, photo.overview()::fingerprint),
                times.charge(Stage.DECODE, () -> photo.overview().preview(LocatedPhoto.PREVIEW_WIDTH)),
                detections,
                crops,
                encoded.flaw());
    }

    /// Aligns a face that the detector missed.
    ///
    /// @param orientation how the photo has to be turned; null for what the file states
    /// @param box where a user drew the face, in pixels of the upright, full-size photo
    /// @return the face in the full-size picture. Its landmarks are those of a detection in the drawn box
    ///     where a second, closer look finds one, else those of a mean face; its score is then 0
    /// @throws LikenessException the errors of the image reader
    public AlignedFace locateDrawn(byte[] bytes, @Nullable Orientation orientation, Box box) {
        EncodedImage encoded = open(bytes).turned(orientation);
        return encoded.holdingPixels(() -> aligned(times.charge(Stage.DECODE, encoded::decode), box));
    }

    private AlignedFace aligned(RgbImage photo, Box box) {
        Detection face = times.charge(Stage.DETECT, () -> DrawnFace.detection(photo, box, detector));
        return new AlignedFace(
                photo, face, times.charge(Stage.ALIGN, () -> FaceAligner.align(photo, face.landmarks())));
    }

    /// Aligns faces at known places.
    ///
    /// @param orientation how the photo has to be turned; null for what the file states
    /// @param landmarks in pixels of the upright, full-size photo
    /// @return the aligned 112×112 pictures, in order
    /// @throws LikenessException the errors of the image reader
    public List<RgbImage> alignAt(byte[] bytes, @Nullable Orientation orientation, List<Landmarks> landmarks) {
        EncodedImage encoded = open(bytes).turned(orientation);
        return encoded.holdingPixels(() -> aligned(times.charge(Stage.DECODE, encoded::decode), landmarks));
    }

    private List<RgbImage> aligned(RgbImage photo, List<Landmarks> landmarks) {
        return landmarks.stream()
                .map(face -> times.charge(Stage.ALIGN, () -> FaceAligner.align(photo, face)))
                .toList();
    }

    /// What the header of a photo states.
    ///
    /// @throws LikenessException the errors of the image reader
    public EncodedImage open(byte[] bytes) {
        return times.charge(Stage.DECODE, () -> reader.open(bytes));
    }

    /// Embeds the faces of many photos together.
    ///
    /// @return the photos, in order, with their embeddings
    public List<AnalysedPhoto> analyse(List<LocatedPhoto> photos) {
        List<Embedding> embeddings =
                embed(photos.stream().flatMap(photo -> photo.crops().stream()).toList());
        List<AnalysedPhoto> analysed = new ArrayList<>();
        int next = 0;
        for (LocatedPhoto photo : photos) {
            int end = next + photo.crops().size();
            analysed.add(new AnalysedPhoto(photo, embedder.manifest().id(), embeddings.subList(next, end)));
            next = end;
        }
        return analysed;
    }

    /// Detects, aligns and embeds the faces of one photo.
    ///
    /// @param name name of the photo; error messages about the photo start with it
    /// @throws LikenessException the errors of the image reader, with the reason
    public AnalysedPhoto analyse(String name, byte[] bytes) {
        return analyse(List.of(locate(name, bytes))).getFirst();
    }

    /// Detects, aligns and embeds the faces of a photo that is turned as a user said.
    ///
    /// @throws LikenessException the errors of the image reader
    public AnalysedPhoto analyseTurned(byte[] bytes, PhotoOrientation turns) {
        EncodedImage photo = open(bytes).turned(turns.total());
        LocatedPhoto located =
                photo.holdingPixels(() -> locate(PictureHash.of(bytes), FileId.of(bytes), bytes, detect(photo, turns)));
        return analyse(List.of(located)).getFirst();
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

    /// The program that a photo needs and that is not installed; empty if none is missing.
    public Optional<MissingProgram> missingProgram(byte[] bytes) {
        return reader.missingProgram(bytes);
    }

    /// Number of crops that the embedder processes most efficiently at a time.
    public int batchSize() {
        return embedder.batchSize();
    }
}
