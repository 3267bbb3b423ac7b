package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// How the magnitude falls with degradation. The same faces are blurred and shrunk with increasing strength.
///
/// @param faces number of faces
/// @param series the degradations and their magnitudes
public record MagnitudeReport(int faces, List<DegradationSeries> series) implements Report {
    private static final double[] SIGMAS = {1, 2, 3, 5};
    private static final int[] SIDES = {32, 20, 14};
    private static final int BATCH_SIZE = 64;

    public MagnitudeReport {
        series = List.copyOf(series);
    }

    /// One kind of degradation, with increasing strength.
    ///
    /// @param degradation description of the degradation
    /// @param levels the levels, from the undegraded picture to the strongest degradation
    /// @param orderedShare share of the pairs of levels of one face in which the better picture has the
    ///     greater magnitude; 1 is perfect, 0.5 is chance
    public record DegradationSeries(String degradation, List<Level> levels, double orderedShare) {
        public DegradationSeries {
            levels = List.copyOf(levels);
        }
    }

    /// One level of a degradation.
    ///
    /// @param strength description of the strength
    /// @param mean mean magnitude
    /// @param standardDeviation standard deviation over faces
    public record Level(String strength, double mean, double standardDeviation) {}

    /// Measures the magnitudes of faces in pictures, one face per picture; see [FaceReader#crops].
    ///
    /// @param directory searched recursively
    /// @param max maximum number of pictures
    public static MagnitudeReport of(FaceReader reader, Path directory, int max, Progress progress) {
        return of(reader.embedder(), reader.crops(directory, max), progress);
    }

    /// Measures an embedder.
    ///
    /// @param crops aligned faces of its input size
    /// @param progress called after each version of each face
    public static MagnitudeReport of(FaceEmbedder embedder, List<RgbImage> crops, Progress progress) {
        Runnable done = progress.start((long) crops.size() * (2 + SIGMAS.length + SIDES.length));
        List<String> blurs = new ArrayList<>(List.of("σ 0"));
        List<Function<RgbImage, RgbImage>> blurred = new ArrayList<>(List.of(Function.identity()));
        for (double sigma : SIGMAS) {
            blurs.add(String.format(Locale.ROOT, "σ %.0f px", sigma));
            blurred.add(crop -> crop.blurred(sigma));
        }
        List<String> sizes = new ArrayList<>(List.of("as it is"));
        List<Function<RgbImage, RgbImage>> shrunk = new ArrayList<>(List.of(Function.identity()));
        for (int side : SIDES) {
            sizes.add(side + " px");
            shrunk.add(crop -> crop.resized(side, side).resized(crop.width(), crop.height()));
        }
        return new MagnitudeReport(
                crops.size(),
                List.of(
                        measureSeries("blur", blurs, blurred, embedder, crops, done),
                        measureSeries("size", sizes, shrunk, embedder, crops, done)));
    }

    private static DegradationSeries measureSeries(
            String damage,
            List<String> strengths,
            List<Function<RgbImage, RgbImage>> versions,
            FaceEmbedder embedder,
            List<RgbImage> crops,
            Runnable done) {
        double[][] magnitudes = new double[versions.size()][crops.size()];
        List<Level> rungs = new ArrayList<>();
        for (int rung = 0; rung < versions.size(); rung++) {
            for (int from = 0; from < crops.size(); from += BATCH_SIZE) {
                List<RgbImage> part = crops.subList(from, Math.min(crops.size(), from + BATCH_SIZE)).stream()
                        .map(versions.get(rung))
                        .toList();
                List<Embedding> embeddings = embedder.embed(part);
                for (int i = 0; i < part.size(); i++) {
                    magnitudes[rung][from + i] = embeddings.get(i).magnitude();
                    done.run();
                }
            }
            rungs.add(level(strengths.get(rung), magnitudes[rung]));
        }
        return new DegradationSeries(damage, rungs, orderedShare(magnitudes));
    }

    private static Level level(String strength, double[] magnitudes) {
        double mean = 0;
        for (double magnitude : magnitudes) {
            mean += magnitude / magnitudes.length;
        }
        double squares = 0;
        for (double magnitude : magnitudes) {
            squares += (magnitude - mean) * (magnitude - mean);
        }
        return new Level(strength, mean, Math.sqrt(squares / Math.max(1, magnitudes.length - 1)));
    }

    /// @param magnitudes by level, then by face
    static double orderedShare(double[][] magnitudes) {
        double right = 0;
        long pairs = 0;
        for (int better = 0; better < magnitudes.length; better++) {
            for (int worse = better + 1; worse < magnitudes.length; worse++) {
                for (int face = 0; face < magnitudes[better].length; face++) {
                    double difference = magnitudes[better][face] - magnitudes[worse][face];
                    right += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return right / pairs;
    }

    @Override
    public String kind() {
        return "magnitude";
    }

    @Override
    public List<ReportPart> parts() {
        List<List<String>> rows = new ArrayList<>();
        for (DegradationSeries ladder : series) {
            for (Level rung : ladder.levels) {
                rows.add(List.of(
                        ladder.degradation + ", " + rung.strength,
                        String.format(Locale.ROOT, "%.3f", rung.mean),
                        String.format(Locale.ROOT, "%.3f", rung.standardDeviation),
                        String.format(Locale.ROOT, "%.3f", rung.mean / ladder.levels.getFirst().mean)));
            }
        }
        List<List<String>> orders = series.stream()
                .map(ladder -> List.of(ladder.degradation, String.format(Locale.ROOT, "%.4f", ladder.orderedShare)))
                .toList();
        return List.of(
                new ReportPart.Table(
                        "Magnitude of degraded faces", List.of("degradation", "mean", "deviation", "relative"), rows),
                new ReportPart.Table(
                        "Pairs of a better and a worse picture of one face that the magnitude orders correctly",
                        List.of("damage", "share"),
                        orders));
    }

    @Override
    public List<String> notes() {
        return List.of(
                "%,d aligned faces, each in every version; σ and sizes in pixels of the aligned face.".formatted(faces),
                "A share of 1 is perfect, 0.5 is chance.");
    }
}
