package dev.likeness.evaluation.search;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Latency;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.evaluation.verification.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The accuracy of the search in a gallery: the recall of the index against an exact scan, its latency, and
/// open-set identification.
///
/// @param faces number of faces in the gallery
/// @param exact whether every query was compared with every face, so that the recall is 1 by construction
/// @param recall recall of the index, for each k
/// @param latency latency of the index
/// @param identifications results of each method of enrolment; may be empty
/// @param differences differences between methods of enrolment, on the same probes
public record SearchReport(
        long faces,
        boolean exact,
        List<Recall> recall,
        Latency latency,
        List<Identification> identifications,
        List<IdentificationDifference> differences)
        implements Report {

    public SearchReport {
        recall = List.copyOf(recall);
        identifications = List.copyOf(identifications);
        differences = List.copyOf(differences);
    }

    @Override
    public String kind() {
        return "search";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (exact) {
            notes.add("The gallery is so small that each query was compared with all its faces: the search is exact, "
                    + "and recall says nothing of the graph.");
        }
        if (!identifications.isEmpty()) {
            notes.add("Identification enrols half of the people at a time with half of their photos each; the other "
                    + "photos and the other people are the probes, and both turns are counted together. In the "
                    + "degraded gallery each enrolled crop is blurred, shrunk, compressed or left alone by seed; "
                    + "probes are as they are.");
        }
        recall.forEach(entry -> entry.recall().reason().ifPresent(notes::add));
        Stream.of(latency.p50Millis(), latency.p90Millis(), latency.p99Millis())
                .flatMap(figure -> figure.reason().stream())
                .forEach(notes::add);
        for (Identification identification : identifications) {
            Stream.concat(
                            identification.hitRates().stream().map(Identification.HitRate::rate),
                            identification.fnirAtFpir().stream().map(Identification.FnirAtFpir::fnir))
                    .flatMap(figure -> figure.reason().stream())
                    .forEach(reason -> notes.add(identification.name() + ": " + reason));
        }
        if (!differences.isEmpty()) {
            notes.add("Differences are paired over probes; intervals are 95 %% bootstrap intervals over %d people."
                    .formatted(differences.getFirst().difference().units()));
        }
        for (IdentificationDifference difference : differences) {
            notes.add("%s of %s against %s: %s."
                    .formatted(difference.measure(), difference.method(), difference.baseline(), difference.verdict()));
        }
        return notes;
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("faces", count(faces), "–"));
        recall.forEach(entry -> rows.add(List.of(
                "recall@" + entry.k(),
                entry.recall().text(4),
                count(entry.recall().n()))));
        rows.add(latencyRow("latency p50, ms", latency.p50Millis()));
        rows.add(latencyRow("latency p90, ms", latency.p90Millis()));
        rows.add(latencyRow("latency p99, ms", latency.p99Millis()));
        parts.add(new ReportPart.Table("Search", List.of("", "value", "queries"), rows));
        if (!identifications.isEmpty()) {
            parts.add(identificationTable());
            parts.add(new ReportPart.Table(
                    "Difference of figures",
                    List.of("people by", "against", "measure", "difference (95 %)"),
                    differences.stream()
                            .map(difference -> List.of(
                                    difference.method(),
                                    difference.baseline(),
                                    difference.measure(),
                                    difference.difference().signed(4)))
                            .toList()));
            double unknown = identifications.stream()
                    .mapToDouble(Identification::unknown)
                    .max()
                    .orElse(1);
            parts.add(new ReportPart.LinePlot(
                    "FNIR over FPIR",
                    new ReportPart.Axis(
                            "false positive identification rate",
                            Math.pow(10, -Math.ceil(Math.log10(Math.max(unknown, 2)))),
                            1,
                            true),
                    new ReportPart.Axis("false negative identification rate", 0, 1, false),
                    identifications.stream()
                            .map(identification -> new ReportPart.Line(
                                    identification.name(),
                                    identification.curve().stream()
                                            .map(point -> new ReportPart.PlotPoint(
                                                    point.falseMatchRate(), point.falseNonMatchRate()))
                                            .toList()))
                            .toList()));
        }
        return parts;
    }

    private ReportPart.Table identificationTable() {
        List<List<String>> rows = new ArrayList<>();
        for (Identification identification : identifications) {
            for (Identification.HitRate hit : identification.hitRates()) {
                rows.add(List.of(
                        identification.name(),
                        "rank-" + hit.rank() + " hit rate",
                        hit.rate().text(4),
                        count(identification.enrolled())));
            }
            for (Identification.FnirAtFpir fnir : identification.fnirAtFpir()) {
                rows.add(List.of(
                        identification.name(),
                        "FNIR at FPIR " + VerificationReport.rate(fnir.fpir()),
                        fnir.fnir().text(4),
                        count(identification.enrolled()) + " + " + count(identification.unknown()) + " unknown"));
            }
        }
        return new ReportPart.Table("Identification", List.of("people by", "measure", "value", "probes"), rows);
    }

    private static List<String> latencyRow(String name, Figure figure) {
        return List.of(name, figure.text(2), count(figure.n()));
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
