package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;

/// A quality judged where it matters, on damaged pictures, and for comparison on the same pictures as they
/// are: where no picture is bad, no quality can help.
///
/// @param seeds how many damaged versions of each picture were judged
/// @param degraded on them
/// @param clean on the pictures as they are
public record DegradedQualityReport(int seeds, QualityReport degraded, QualityReport clean) implements Report {
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
