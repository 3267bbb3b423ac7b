package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.evaluation.verification.ScoredPair;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// An evaluation of quality measures on degraded pictures, and for comparison on the clean ones. On clean
/// pictures a quality measure can gain little, because few are bad.
///
/// @param seeds number of degraded versions of each picture
/// @param degraded results on the degraded pictures
/// @param clean results on the clean pictures
public record DegradedQualityReport(int seeds, QualityReport degraded, QualityReport clean) implements Report {
    /// Measures how well magnitude, detector score and sharpness predict the errors of pairs, on the degraded
    /// versions of the faces and on the clean ones.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are no degraded versions
    public static DegradedQualityReport of(FacePairs pairs, Bootstrap bootstrap) {
        if (pairs.seeds() == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "quality evaluation needs at least one degraded version, got: 0");
        }
        List<Integer> degraded = IntStream.rangeClosed(1, pairs.seeds()).boxed().toList();
        return new DegradedQualityReport(
                pairs.seeds(), measure(pairs, degraded, bootstrap), measure(pairs, List.of(0), bootstrap));
    }

    private static QualityReport measure(FacePairs pairs, List<Integer> versions, Bootstrap bootstrap) {
        List<ScoredPair> scores = new ArrayList<>();
        versions.forEach(version -> scores.addAll(pairs.scored(version)));
        int[] units = new int[scores.size()];
        for (int i = 0; i < units.length; i++) {
            units[i] = i % pairs.pairs().size();
        }
        LinkedHashMap<String, double[]> measures = new LinkedHashMap<>();
        measures.put(
                "magnitude",
                pairQualities(pairs, versions, face -> face.embedding().magnitude()));
        measures.put("detector score", pairQualities(pairs, versions, EvaluatedFace::detectorScore));
        measures.put("sharpness", pairQualities(pairs, versions, EvaluatedFace::sharpness));
        measures.put("random", QualityReport.random(units.length, bootstrap.seed()));
        return QualityReport.of(scores, measures, units, RejectProtocol.DEFAULT, bootstrap);
    }

    /// The quality of each pair, which is that of its worse face.
    private static double[] pairQualities(
            FacePairs pairs, List<Integer> versions, ToDoubleFunction<EvaluatedFace> quality) {
        return versions.stream()
                .flatMapToDouble(version -> pairs.pairs().stream()
                        .mapToDouble(pair -> Math.min(
                                quality.applyAsDouble(pair.first().get(version)),
                                quality.applyAsDouble(pair.second().get(version)))))
                .toArray();
    }

    @Override
    public String kind() {
        return "quality";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        degraded.parts().forEach(part -> parts.add(part.withCaption("Degraded: " + part.caption())));
        clean.parts().forEach(part -> parts.add(part.withCaption("Clean: " + part.caption())));
        return parts;
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Degraded: each picture in %d seeded versions, each one of none, blur of σ 0.5 to 4, shrinking by 1.5 to 7"
                                .formatted(seeds)
                        + " or JPEG of quality 3 to 40, in pixels of the aligned face.");
        notes.add("The versions of a pair are drawn together in the bootstrap.");
        degraded.notes().forEach(note -> notes.add("Degraded: " + note));
        clean.notes().forEach(note -> notes.add("Clean: " + note));
        return notes;
    }
}
