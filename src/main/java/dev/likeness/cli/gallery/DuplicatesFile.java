package dev.likeness.cli.gallery;

import dev.likeness.cli.file.CsvFile;
import dev.likeness.cli.file.HtmlPage;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.engine.duplicates.DuplicatesResult.FacePair;
import dev.likeness.face.FaceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes pairs of people who may be one person as a table for a spreadsheet, or as a page with their faces.
final class DuplicatesFile {
    private static final List<String> COLUMNS = List.of(
            "person",
            "name",
            "faces",
            "photos",
            "other person",
            "other name",
            "other faces",
            "other photos",
            "probability",
            "cosine",
            "shared photos",
            "against",
            "best face's photo",
            "other best face's photo");

    private final DuplicatesResult result;
    private final List<DuplicatePair> pairs;

    DuplicatesFile(DuplicatesResult result, List<DuplicatePair> pairs) {
        this.result = result;
        this.pairs = pairs;
    }

    void writeCsv(Path file) {
        CsvFile.write(file, COLUMNS, pairs.stream().map(DuplicatesFile::row).toList());
    }

    private static List<@Nullable Object> row(DuplicatePair pair) {
        FacePair best = pair.candidate().bestFaces().stream().findFirst().orElse(null);
        return CsvFile.row(
                pair.first().person().value(),
                pair.first().name(),
                pair.first().faces(),
                pair.first().photos(),
                pair.second().person().value(),
                pair.second().name(),
                pair.second().faces(),
                pair.second().photos(),
                pair.candidate().probability(),
                pair.candidate().cosine(),
                pair.candidate().sharedPhotos(),
                String.join("; ", pair.candidate().contraryEvidence()),
                best == null ? null : best.firstPath(),
                best == null ? null : best.secondPath());
    }

    /// @param crops reads the picture of a face, as JPEG
    /// @param sameGallery the options by which a command finds the gallery
    void writeHtml(Path file, Function<FaceId, byte[]> crops, String sameGallery) {
        HtmlPage.write(file, "Probable duplicates in " + result.gallery(), page -> {
            page.element(
                    "p",
                    "dim",
                    String.format(
                            Locale.ROOT,
                            "%s with a probability of at least %s, most probable first; %.1f are expected to be"
                                    + " false.%s Decided so far: %s merged, %s marked as different.",
                            Counted.of(result.offered(), "pair"),
                            result.minProbability(),
                            result.expectedFalse(),
                            result.offered() > pairs.size() ? " The first " + pairs.size() + " are shown." : "",
                            Counted.people(result.merged()),
                            Counted.of(result.markedDifferent(), "pair")));
            for (int i = 0; i < pairs.size(); i++) {
                write(page, i + 1, pairs.get(i), crops, sameGallery);
            }
        });
    }

    private static void write(
            HtmlPage page, int number, DuplicatePair pair, Function<FaceId, byte[]> crops, String sameGallery)
            throws IOException {
        page.start("section", "");
        page.element(
                "h2",
                String.format(
                        Locale.ROOT,
                        "%d. %s = %s: %s",
                        number,
                        label(pair.first()),
                        label(pair.second()),
                        percent(pair.candidate().probability())));
        page.start("div", "sides");
        write(page, pair, true, pair.first(), crops);
        write(page, pair, false, pair.second(), crops);
        page.end("div");
        page.element("p", evidence(pair));
        List<String> against = pair.candidate().contraryEvidence();
        if (!against.isEmpty()) {
            page.element("p", "Against it:").start("ul", "");
            for (String reason : against) {
                page.element("li", reason);
            }
            page.end("ul");
        }
        String people = "%s %s%s".formatted(pair.first().person(), pair.second().person(), sameGallery);
        page.start("p", "").element("span", "dim small", "The same: ");
        page.element("code", "likeness duplicates --accept " + people).end("p");
        page.start("p", "").element("span", "dim small", "Different: ");
        page.element("code", "likeness duplicates --reject " + people).end("p");
        page.end("section");
    }

    private static void write(
            HtmlPage page,
            DuplicatePair pair,
            boolean first,
            DuplicatesResult.Person person,
            Function<FaceId, byte[]> crops)
            throws IOException {
        page.start("figure", "").start("div", "faces");
        List<FaceId> faces = pair.candidate().bestFaces().stream()
                .map(best -> first ? best.first() : best.second())
                .distinct()
                .toList();
        for (FaceId face : faces) {
            page.picture(crops.apply(face), "A face of " + label(person));
        }
        page.end("div").start("figcaption", "").element("strong", label(person));
        page.element(
                "div",
                "dim small",
                "%s in %s, quality %d"
                        .formatted(Counted.faces(person.faces()), Counted.photos(person.photos()), person.quality()));
        String path = pair.candidate().bestFaces().stream()
                .findFirst()
                .map(best -> first ? best.firstPath() : best.secondPath())
                .orElse(null);
        if (path != null) {
            page.element("div", "dim small", path);
        }
        page.end("figcaption").end("figure");
    }

    private static String evidence(DuplicatePair pair) {
        String faces = pair.candidate().bestFaces().stream()
                .findFirst()
                .map(best -> String.format(
                        Locale.ROOT,
                        " The most similar two faces have a cosine of %.3f, and a quality of %d and %d.",
                        best.cosine(),
                        best.firstQuality(),
                        best.secondQuality()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "All faces together have a cosine of %.3f.%s%s",
                pair.candidate().cosine(),
                faces,
                pair.candidate().sharedPhotos() == 0 ? " They are in no photo together." : "");
    }

    /// No pair is certain, so that none has 100 %.
    private static String percent(double probability) {
        return probability > .9999
                ? "over 99.99\u00A0%"
                : String.format(Locale.ROOT, "%.2f\u00A0%%", 100 * probability);
    }

    private static String label(DuplicatesResult.Person person) {
        return TextTable.person(person.person(), person.name());
    }
}
