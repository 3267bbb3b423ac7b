package dev.likeness.evaluation.verification;

import dev.likeness.evaluation.data.TemplateImages;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Verification of templates (1:1, as in IJB-B and IJB-C), for several methods of pooling on the same pairs.
///
/// @param templates number of templates
/// @param images number of their images
/// @param media number of their media
/// @param methods the results of each method, at least one, in the order shown
public record TemplateReport(long templates, long images, long media, List<Method> methods) implements Report {

    /// One method of pooling and scoring.
    public record Method(String name, VerificationReport verification) {}

    /// @throws LikenessException `INVALID_ARGUMENT` if there is no method
    public TemplateReport {
        methods = List.copyOf(methods);
        if (methods.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a template report needs at least one method, got: 0");
        }
    }

    /// Creates a report; `methods` were measured on pairs of the metadata's templates.
    public static TemplateReport of(TemplateImages metadata, List<Method> methods) {
        Map<String, Set<String>> media = new TreeMap<>();
        metadata.images()
                .forEach(entry -> media.computeIfAbsent(entry.template(), _ -> new TreeSet<>())
                        .add(entry.media()));
        return new TemplateReport(
                media.size(),
                metadata.images().size(),
                media.values().stream().mapToLong(Set::size).sum(),
                methods);
    }

    @Override
    public String kind() {
        return "templates";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("Faces are pooled by medium first, then over media.");
        for (Method method : methods) {
            method.verification.notes().forEach(note -> notes.add(method.name + ": " + note));
        }
        return notes;
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        VerificationReport first = methods.getFirst().verification;
        parts.add(new ReportPart.Table(
                "Templates",
                List.of("", "n"),
                List.of(
                        List.of("templates", String.format(Locale.ROOT, "%,d", templates)),
                        List.of("media", String.format(Locale.ROOT, "%,d", media)),
                        List.of("images", String.format(Locale.ROOT, "%,d", images)),
                        List.of("mated pairs", String.format(Locale.ROOT, "%,d", first.mated())),
                        List.of("impostor pairs", String.format(Locale.ROOT, "%,d", first.impostors())))));
        // Methods have different rates only if they were measured on different pairs; then only common rates are
        // compared.
        List<Double> rates = first.tarAtFar().stream()
                .map(VerificationReport.TarAtFar::far)
                .filter(rate -> methods.stream()
                        .allMatch(method ->
                                method.verification.tarAtFar().stream().anyMatch(entry -> entry.far() == rate)))
                .toList();
        List<String> header = new ArrayList<>(List.of("pooling", "EER"));
        rates.forEach(rate -> header.add("TAR at FAR " + VerificationReport.rate(rate)));
        parts.add(new ReportPart.Table(
                "True accept rate",
                header,
                methods.stream()
                        .map(method -> {
                            List<String> row = new ArrayList<>(List.of(
                                    method.name,
                                    method.verification.equalErrorRate().text(4)));
                            method.verification.tarAtFar().stream()
                                    .filter(entry -> rates.contains(entry.far()))
                                    .forEach(entry -> row.add(entry.tar().text(4)));
                            return row;
                        })
                        .collect(Collectors.toList())));
        parts.add(first.roc(
                "ROC by pooling",
                methods.stream()
                        .map(method -> method.verification.rocLine(method.name))
                        .toList()));
        return parts;
    }
}
