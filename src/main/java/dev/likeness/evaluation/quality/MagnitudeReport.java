package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Does the magnitude fall as pictures get worse? The same faces, ever more blurred and ever more
/// shrunk.
///
/// @param faces how many were judged
/// @param ladders what was done to them, and what became of their magnitudes
public record MagnitudeReport(int faces, List<Ladder> ladders) implements Report {
    private static final double[] SIGMAS = {1, 2, 3, 5};
    private static final int[] SIDES = {32, 20, 14};
    private static final int CROPS_AT_ONCE = 64;

    public MagnitudeReport {
        ladders = List.copyOf(ladders);
    }

    /// One kind of damage, from none to the most.
    ///
    /// @param damage in words
    /// @param rungs from the picture as it is to the worst
    /// @param ordered of all pairs of two rungs of one face, the share in which the better picture has
    ///     the greater magnitude: 1 is perfect, 0.5 is chance
    public record Ladder(String damage, List<Rung> rungs, double ordered) {
        public Ladder {
            rungs = List.copyOf(rungs);
        }
    }

    /// One strength.
    ///
    /// @param strength in words
    /// @param mean magnitude
    /// @param deviation its standard deviation over faces
    public record Rung(String strength, double mean, double deviation) {}

    /// Judges an embedder.
    ///
    /// @param crops aligned faces of its input size
    /// @param progress told after every version of every face
    public static MagnitudeReport of(FaceEmbedder embedder, List<RgbImage> crops, Progress progress) {
        Runnable done = progress.begin((long) crops.size() * (2 + SIGMAS.length + SIDES.length));
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
                        ladder("blur", blurs, blurred, embedder, crops, done),
                        ladder("size", sizes, shrunk, embedder, crops, done)));
    }

    private static Ladder ladder(
            String damage,
            List<String> strengths,
            List<Function<RgbImage, RgbImage>> versions,
            FaceEmbedder embedder,
            List<RgbImage> crops,
            Runnable done) {
        double[][] magnitudes = new double[versions.size()][crops.size()];
        List<Rung> rungs = new ArrayList<>();
        for (int rung = 0; rung < versions.size(); rung++) {
            for (int from = 0; from < crops.size(); from += CROPS_AT_ONCE) {
                List<RgbImage> part = crops.subList(from, Math.min(crops.size(), from + CROPS_AT_ONCE)).stream()
                        .map(versions.get(rung))
                        .toList();
                List<Embedding> embeddings = embedder.embed(part);
                for (int i = 0; i < part.size(); i++) {
                    magnitudes[rung][from + i] = embeddings.get(i).magnitude();
                    done.run();
                }
            }
            rungs.add(rung(strengths.get(rung), magnitudes[rung]));
        }
        return new Ladder(damage, rungs, ordered(magnitudes));
    }

    private static Rung rung(String strength, double[] magnitudes) {
        double mean = 0;
        for (double magnitude : magnitudes) {
            mean += magnitude / magnitudes.length;
        }
        double squares = 0;
        for (double magnitude : magnitudes) {
            squares += (magnitude - mean) * (magnitude - mean);
        }
        return new Rung(strength, mean, Math.sqrt(squares / Math.max(1, magnitudes.length - 1)));
    }

    /// @param magnitudes of each rung, face by face
    static double ordered(double[][] magnitudes) {
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
    public String measured() {
        return "magnitude";
    }

    @Override
    public List<ReportPart> parts() {
        List<List<String>> rows = new ArrayList<>();
        for (Ladder ladder : ladders) {
            for (Rung rung : ladder.rungs) {
                rows.add(List.of(
                        ladder.damage + ", " + rung.strength,
                        String.format(Locale.ROOT, "%.3f", rung.mean),
                        String.format(Locale.ROOT, "%.3f", rung.deviation),
                        String.format(Locale.ROOT, "%.3f", rung.mean / ladder.rungs.getFirst().mean)));
            }
        }
        List<List<String>> orders = ladders.stream()
                .map(ladder -> List.of(ladder.damage, String.format(Locale.ROOT, "%.4f", ladder.ordered)))
                .toList();
        return List.of(
                new ReportPart.Table(
                        "Magnitude of damaged faces", List.of("damage", "mean", "deviation", "of the whole"), rows),
                new ReportPart.Table(
                        "Pairs of a better and a worse picture of one face, ordered rightly by magnitude",
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
