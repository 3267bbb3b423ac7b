package dev.likeness.evaluation.duplicates;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How well photo copies are distinguished from second shots of the same scene.
///
/// @param photos number of originals
/// @param seed seed of the derived versions
/// @param versions the derived versions, each against its original
/// @param precision share of copies among all reported pairs of files
/// @param reported number of reported pairs
public record PhotoCopyReport(long photos, long seed, List<Version> versions, Figure precision, long reported)
        implements Report {

    /// One kind of derived version.
    ///
    /// @param copy whether it is a copy, which must be reported, or another shot, which must not
    /// @param found number reported as copies of their original
    /// @param named number of those with the correct kind
    public record Version(String name, boolean copy, long found, long named) {}

    public PhotoCopyReport {
        versions = List.copyOf(versions);
    }

    @Override
    public String kind() {
        return "copies";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("A second shot is simulated: all the photo shows moves smoothly by parts of a percent of its"
                + " side, brightness changes by a few percent, and the sensor adds noise of 2 levels.");
        precision.reason().ifPresent(notes::add);
        return notes;
    }

    @Override
    public List<ReportPart> parts() {
        return List.of(
                new ReportPart.Table(
                        "Versions of a photo, against the original",
                        List.of("", "is a copy", "photos", "reported", "share", "of the right kind"),
                        versions.stream()
                                .map(version -> List.of(
                                        version.name,
                                        version.copy ? "yes" : "no",
                                        count(photos),
                                        count(version.found),
                                        String.format(Locale.ROOT, "%.4f", (double) version.found / photos),
                                        count(version.named)))
                                .toList()),
                new ReportPart.Table(
                        "All pairs among all versions",
                        List.of("", "value"),
                        List.of(List.of("reported", count(reported)), List.of("precision", precision.text(4)))));
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
