package dev.likeness.evaluation.detection;

import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageFiles;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Evaluates whether faces are found and recognised in pictures so large or so long that they are small in
/// what a detector looks at.
///
/// The pictures are composed of portraits of 500×700 pixels, cut from the middle of photos that show a face. A
/// face is found if a face of the large picture overlaps it by an intersection over union of at least 0.4. Its
/// embedding is compared with the one of the portrait alone, at the size that it has in the picture.
///
/// @param photos files and folders of photos
/// @param pictures the pictures to compose
/// @param repeats how many of each, with other portraits in each
public record TileEvaluation(List<Path> photos, List<LargePicture> pictures, int repeats) {
    private static final int PORTRAIT_WIDTH = 500;
    private static final int PORTRAIT_HEIGHT = 700;
    private static final int JPEG_QUALITY = 95;
    private static final float MIN_IOU = 0.4f;

    /// A panorama, a strip, a picture of a large camera, and small faces in a usual camera's. The last is
    /// read as ordinary photos are, for comparison.
    public static final List<LargePicture> DEFAULT_PICTURES = List.of(
            new LargePicture("panorama", 24_000, 2_400, 20, 1, 0),
            new LargePicture("strip", 1_080, 20_000, 1, 20, 0),
            new LargePicture("108 megapixels", 12_000, 9_000, 5, 4, 0),
            new LargePicture("panorama, faces of 125 px", 24_000, 2_400, 20, 1, 125),
            new LargePicture("strip, faces of 125 px", 1_080, 20_000, 1, 20, 125),
            new LargePicture("108 megapixels, faces of 125 px", 12_000, 9_000, 5, 4, 125),
            new LargePicture("24 megapixels, faces of 125 px", 6_000, 4_000, 5, 4, 125),
            new LargePicture("24 megapixels, faces of 300 px", 6_000, 4_000, 4, 3, 300),
            new LargePicture("12 megapixels, faces of 125 px", 4_000, 3_000, 5, 4, 125),
            new LargePicture("12 megapixels, faces of 300 px", 4_000, 3_000, 4, 3, 300));

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public TileEvaluation {
        photos = List.copyOf(photos);
        pictures = List.copyOf(pictures);
        if (repeats < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "repeats must be at least 1, got: " + repeats);
        }
    }

    /// Composes and reads the pictures.
    ///
    /// @param embedder id of the model that embeds the faces
    /// @param badInput what to do with a photo that cannot be read
    /// @throws LikenessException `INVALID_ARGUMENT` if there are too few photos with a face; the errors of
    ///     models
    public TileReport run(
            Engine engine, ImageReader reader, String embedder, InvalidInputPolicy badInput, Progress progress) {
        StageTimes times = new StageTimes();
        FaceExtractor extractor = engine.extractor(embedder, times);
        int most = pictures.stream().mapToInt(LargePicture::facePictures).max().orElse(0);
        List<LargePicture.FacePicture> facePictures = facePictures(extractor, reader, badInput, most * repeats);
        List<TileReport.OfPicture> results = new ArrayList<>();
        Runnable done = progress.start((long) pictures.size() * repeats);
        for (LargePicture picture : pictures) {
            TileReport.Tally tally = new TileReport.Tally(picture);
            for (int repeat = 0; repeat < repeats; repeat++) {
                LargePicture.Composed composed =
                        picture.compose(facePictures.subList(repeat * most, (repeat + 1) * most), repeat);
                long before = times.totalNanos();
                AnalysedPhoto found = extractor.analyse(picture.name(), composed.jpeg());
                tally.addNanos(times.totalNanos() - before);
                tally.addDetections(found.detections().size());
                for (int i = 0; i < composed.faces().size(); i++) {
                    compare(
                            tally,
                            found,
                            composed.faces().get(i),
                            extractor.analyse(
                                    "a portrait", composed.facePictures().get(i).toJpeg(JPEG_QUALITY)));
                }
                done.run();
            }
            results.add(tally.result());
        }
        return new TileReport(repeats, results);
    }

    private List<LargePicture.FacePicture> facePictures(
            FaceExtractor extractor, ImageReader reader, InvalidInputPolicy badInput, int count) {
        List<LargePicture.FacePicture> facePictures = new ArrayList<>();
        for (Path file : ImageFiles.find(photos)) {
            if (facePictures.size() == count) {
                return facePictures;
            }
            try {
                RgbImage facePicture =
                        facePicture(reader.open(RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES))
                                .decode());
                extractor.locate(file.toString(), facePicture.toJpeg(JPEG_QUALITY)).detections().stream()
                        .findFirst()
                        .ifPresent(face -> facePictures.add(new LargePicture.FacePicture(facePicture, face.box())));
            } catch (IOException e) {
                badInput.handle(
                        new LikenessException(ErrorCode.IO_FAILED, "photo %s cannot be read".formatted(file), e));
            } catch (LikenessException e) {
                badInput.handle(e);
            }
        }
        if (facePictures.size() < count) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there must be %d photos with a face, got: %d".formatted(count, facePictures.size()));
        }
        return facePictures;
    }

    /// The middle of a photo, 500×700 pixels.
    private static RgbImage facePicture(RgbImage photo) {
        double factor = Math.max((double) PORTRAIT_WIDTH / photo.width(), (double) PORTRAIT_HEIGHT / photo.height());
        int width = Math.min(photo.width(), (int) Math.round(PORTRAIT_WIDTH / factor));
        int height = Math.min(photo.height(), (int) Math.round(PORTRAIT_HEIGHT / factor));
        return photo.crop((photo.width() - width) / 2, (photo.height() - height) / 2, width, height)
                .resized(PORTRAIT_WIDTH, PORTRAIT_HEIGHT);
    }

    private static void compare(TileReport.Tally tally, AnalysedPhoto found, Box expected, AnalysedPhoto alone) {
        if (alone.detections().isEmpty()) {
            tally.addUnknown();
            return;
        }
        for (int i = 0; i < found.detections().size(); i++) {
            if (found.detections().get(i).box().iou(expected) >= MIN_IOU) {
                tally.addFound(alone.embeddings()
                        .getFirst()
                        .direction()
                        .cosine(found.embeddings().get(i).direction()));
                return;
            }
        }
        tally.addMissed();
    }
}
