package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.face.Detection;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.image.content.PictureHash;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Compares the faces of a detector with those of a reference detector, photo by photo.
final class DetectorComparison {
    /// The minimum score of a reference face that must be found.
    static final double MIN_REFERENCE_SCORE = 0.8;

    /// The minimum longer side of a reference face that must be found, pixels.
    static final double MIN_SIDE = 40;

    static final double MIN_IOU = 0.5;

    /// The minimum score of a reference face that justifies a detection.
    static final double MIN_EXCUSE_SCORE = 0.3;

    /// The maximum number of photos for a table with one row per photo.
    private static final int MAX_LISTED = 20;

    private final FaceDetector reference;
    private final List<FaceDetector> evaluated;

    /// The result for one photo.
    ///
    /// @param expected number of the reference's faces that must be found
    /// @param distances for each found face, the mean distance of its points, relative to the eye distance
    /// @param faces number of the detector's faces
    /// @param extra number of the detector's faces that match no reference face
    record PhotoResult(long expected, List<Double> distances, long faces, long extra) {
        PhotoResult {
            distances = List.copyOf(distances);
        }
    }

    /// @param reference the reference detector, with the minimum score [#MIN_EXCUSE_SCORE]
    /// @param evaluated one model at one or more thresholds
    DetectorComparison(FaceDetector reference, List<FaceDetector> evaluated) {
        this.reference = reference;
        this.evaluated = List.copyOf(evaluated);
    }

    /// The same options with another minimum score.
    static DetectionOptions withScore(DetectionOptions configured, double score) {
        return new DetectionOptions(
                configured.longSide(),
                (float) score,
                configured.nmsIou(),
                configured.minFace(),
                configured.secondPassLongSide());
    }

    /// Runs both detectors on the photos.
    ///
    /// @param photos at least one photo
    /// @param reader decodes the photos
    /// @param badInput what to do with a photo that cannot be read
    /// @throws LikenessException the errors of reading a photo
    DetectorReport run(List<Path> photos, ImageReader reader, InvalidInputPolicy badInput, Progress progress) {
        Runnable done = progress.start(photos.size());
        List<List<PhotoResult>> counts = new ArrayList<>();
        evaluated.forEach(_ -> counts.add(new ArrayList<>()));
        List<DetectorReport.PhotoCount> told = new ArrayList<>();
        int unreadable = 0;
        int copies = 0;
        Set<PhotoId> seen = new HashSet<>();
        for (Path photo : photos) {
            try {
                byte[] bytes = RegularFile.readAllBytes(photo, RegularFile.MAX_PHOTO_BYTES);
                if (!seen.add(PictureHash.of(bytes))) {
                    copies++;
                    done.run();
                    continue;
                }
                RgbImage picture = reader.open(bytes).decode();
                List<Detection> expected = reference.detect(picture);
                for (int i = 0; i < evaluated.size(); i++) {
                    PhotoResult count = count(expected, evaluated.get(i).detect(picture));
                    counts.get(i).add(count);
                    if (i == 0) {
                        told.add(new DetectorReport.PhotoCount(
                                String.valueOf(photo.getFileName()),
                                count.expected,
                                count.distances.size(),
                                count.faces,
                                count.extra));
                    }
                }
            } catch (IOException e) {
                badInput.handle(
                        new LikenessException(ErrorCode.IO_FAILED, "photo %s cannot be read".formatted(photo), e));
                unreadable++;
            } catch (LikenessException e) {
                badInput.handle(new LikenessException(e.code(), "photo %s: %s".formatted(photo, e.getMessage()), e));
                unreadable++;
            }
            done.run();
        }
        List<DetectorReport.AtScore> scores = new ArrayList<>();
        for (int i = 0; i < evaluated.size(); i++) {
            scores.add(atScore(evaluated.get(i).minScore(), counts.get(i)));
        }
        return new DetectorReport(
                reference.manifest().id(),
                evaluated.getFirst().manifest().id(),
                photos.size(),
                unreadable,
                copies,
                scores,
                told.size() <= MAX_LISTED ? told : List.of());
    }

    private record Pair(int expected, int found, float iou) {}

    /// Compares the faces of one photo. Each expected face is matched with at most one detection, greatest
    /// overlap first.
    static PhotoResult count(List<Detection> reference, List<Detection> detector) {
        List<Detection> wanted = reference.stream()
                .filter(face ->
                        face.score() >= MIN_REFERENCE_SCORE && face.box().longSide() >= MIN_SIDE)
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            for (int j = 0; j < detector.size(); j++) {
                float iou = wanted.get(i).box().iou(detector.get(j).box());
                if (iou >= MIN_IOU) {
                    pairs.add(new Pair(i, j, iou));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
        Set<Integer> foundWanted = new HashSet<>();
        Set<Integer> used = new HashSet<>();
        List<Double> distances = new ArrayList<>();
        for (Pair pair : pairs) {
            if (!foundWanted.contains(pair.expected) && !used.contains(pair.found)) {
                foundWanted.add(pair.expected);
                used.add(pair.found);
                distances.add(distance(wanted.get(pair.expected), detector.get(pair.found)));
            }
        }
        long extra = detector.stream()
                .filter(face ->
                        reference.stream().noneMatch(expected -> expected.box().iou(face.box()) >= MIN_IOU))
                .count();
        return new PhotoResult(wanted.size(), distances, detector.size(), extra);
    }

    private static double distance(Detection expected, Detection found) {
        List<Point> from = expected.landmarks().points();
        List<Point> to = found.landmarks().points();
        double sum = 0;
        for (int i = 0; i < from.size(); i++) {
            sum += from.get(i).distanceTo(to.get(i));
        }
        return sum / from.size() / expected.landmarks().eyeDistance();
    }

    private static DetectorReport.AtScore atScore(double score, List<PhotoResult> counts) {
        long wanted = counts.stream().mapToLong(PhotoResult::expected).sum();
        long found = counts.stream().mapToLong(count -> count.distances.size()).sum();
        long faces = counts.stream().mapToLong(PhotoResult::faces).sum();
        long extra = counts.stream().mapToLong(PhotoResult::extra).sum();
        ToDoubleFunction<PhotoResult> distances =
                count -> count.distances.stream().mapToDouble(d -> d).sum();
        double distance = counts.stream().mapToDouble(distances).sum() / found;
        return new DetectorReport.AtScore(
                score,
                wanted,
                found,
                faces,
                extra,
                figure("recall", "wanted faces", wanted, found / (double) wanted),
                figure("share of extra faces", "faces", faces, extra / (double) faces),
                figure("distance of the points", "found faces", found, distance),
                interval(counts, count -> count.distances.size(), PhotoResult::expected),
                interval(counts, PhotoResult::extra, PhotoResult::faces),
                interval(counts, distances, count -> count.distances.size()));
    }

    private static Figure figure(String claim, String observations, long n, double value) {
        return Figure.of(claim, observations, n, Figure.MIN_OBSERVATIONS, () -> value);
    }

    /// The bootstrap interval of a ratio of sums, with photos as units.
    private static Optional<Interval> interval(
            List<PhotoResult> counts, ToDoubleFunction<PhotoResult> above, ToDoubleFunction<PhotoResult> below) {
        double all = counts.stream().mapToDouble(below).sum();
        if (counts.size() < Figure.MIN_OBSERVATIONS || all == 0) {
            return Optional.empty();
        }
        double[] tops = counts.stream().mapToDouble(above).toArray();
        double[] bottoms = counts.stream().mapToDouble(below).toArray();
        return Optional.of(new Bootstrap(500, 1).interval(counts.size(), drawn -> {
            double top = 0;
            double bottom = 0;
            for (int i = 0; i < drawn.length; i++) {
                top += drawn[i] * tops[i];
                bottom += drawn[i] * bottoms[i];
            }
            return top / bottom;
        }));
    }
}
