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
import dev.likeness.face.Orientation;
import dev.likeness.face.PictureTurn;
import dev.likeness.image.ImageFiles;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Evaluates whether photos that lie on their side or stand on their head give the same faces as the upright
/// ones.
///
/// Each photo is read as ingest reads it; then it is turned, stored as JPEG of quality 95 without metadata,
/// and read again. Its best face counts. It is found if a face of the turned photo overlaps it by an
/// intersection over union of at least 0.4.
///
/// @param photos files and folders of upright photos
/// @param every evaluates only each n-th of them, at least 1
public record TurnEvaluation(List<Path> photos, int every) {
    private static final float MIN_IOU = 0.4f;
    private static final int JPEG_QUALITY = 95;

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public TurnEvaluation {
        photos = List.copyOf(photos);
        if (every < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "every must be at least 1, got: " + every);
        }
    }

    /// Reads and turns the photos.
    ///
    /// @param reader decodes the photos
    /// @param embedder id of the model that embeds the faces
    /// @param badInput what to do with a photo that cannot be read
    /// @throws LikenessException `INVALID_ARGUMENT` if no photo shows a face; the errors of models and photos
    public TurnReport run(
            Engine engine, ImageReader reader, String embedder, InvalidInputPolicy badInput, Progress progress) {
        List<Path> all = ImageFiles.find(photos);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            files.add(all.get(i));
        }
        FaceExtractor extractor = engine.extractor(embedder, new StageTimes());
        Map<Orientation, TurnReport.Tally> tallies = new EnumMap<>(Orientation.class);
        TurnReport.TURNS.forEach(turn -> tallies.put(turn, new TurnReport.Tally()));
        int faces = 0;
        int turned = 0;
        Runnable done = progress.start(files.size());
        for (Path file : files) {
            try {
                byte[] bytes = RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
                AnalysedPhoto upright = extractor.analyse(file.toString(), bytes);
                turned += upright.located().turns().found() == Orientation.UPRIGHT ? 0 : 1;
                if (!upright.detections().isEmpty()) {
                    faces++;
                    RgbImage picture = reader.open(bytes)
                            .turned(upright.located().turns().total())
                            .decode();
                    tallies.forEach((turn, tally) -> tally.add(compare(
                            upright,
                            turn,
                            extractor.analyse(
                                    file.toString(), picture.turned(turn).toJpeg(JPEG_QUALITY)))));
                }
            } catch (IOException e) {
                badInput.handle(
                        new LikenessException(ErrorCode.IO_FAILED, "photo %s cannot be read".formatted(file), e));
            } catch (LikenessException e) {
                badInput.handle(e);
            }
            done.run();
        }
        if (faces == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there must be a photo with a face, got: %d photos without".formatted(files.size()));
        }
        return TurnReport.of(files.size(), faces, turned, tallies);
    }

    /// What becomes of the best face of a photo that is turned.
    private static TurnReport.Outcome compare(AnalysedPhoto upright, Orientation turn, AnalysedPhoto turned) {
        Orientation after = turn.then(turned.located().turns().found());
        Box expected = new PictureTurn(after, upright.width(), upright.height(), turned.width(), turned.height())
                .apply(upright.detections().getFirst().box());
        for (int i = 0; i < turned.detections().size(); i++) {
            if (turned.detections().get(i).box().iou(expected) >= MIN_IOU) {
                float cosine = upright.embeddings()
                        .getFirst()
                        .direction()
                        .cosine(turned.embeddings().get(i).direction());
                return new TurnReport.Outcome(true, cosine, after == Orientation.UPRIGHT);
            }
        }
        return new TurnReport.Outcome(false, 0, after == Orientation.UPRIGHT);
    }
}
