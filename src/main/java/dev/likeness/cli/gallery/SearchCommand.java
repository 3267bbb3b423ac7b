package dev.likeness.cli.gallery;

import dev.likeness.cli.options.CaptureOptions;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.face.Box;
import dev.likeness.face.FaceFilter;
import dev.likeness.scoring.Threshold;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        description = {"Search the gallery for the faces of a picture.", ""})
public final class SearchCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final CaptureOptions capture = new CaptureOptions();

    @Parameters(paramLabel = "IMAGE", description = "A picture with one face or several.")
    private Path image = Path.of("");

    @Option(
            names = "-k",
            paramLabel = "N",
            defaultValue = "10",
            description = "Maximum number of hits per probe face (default: 10).")
    private int k;

    @Option(
            names = "--min-cosine",
            paramLabel = "C",
            defaultValue = "-1",
            description = "Leave out hits below this cosine, -1 to 1.")
    private float minCosine;

    @Option(names = "--path-prefix", paramLabel = "PREFIX", description = "Only photos whose path starts with this.")
    private @Nullable Path pathPrefix;

    @Option(names = "--people", description = "List people instead of faces.")
    private boolean people;

    @Option(names = "--hidden", description = "Include hidden people.")
    private boolean hidden;

    SearchCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        SearchRequest request = new SearchRequest(
                global.gallery(),
                k,
                new Threshold.Cosine(minCosine),
                capture.minQuality(),
                FaceFilter.none().captured(capture.from(), capture.before()).withPathPrefix(absolute(pathPrefix)),
                hidden,
                true);
        byte[] bytes = ProbeFile.read(image);
        try (Engine engine = models.engine(global)) {
            SearchResult result = engine.search(request, image.toString(), bytes);
            global.printResult(result, () -> print(result));
            ScoreFormatter.noteMissingCalibration(global.console(), result.calibration(), result.embedder());
            if (result.faces().isEmpty()) {
                global.console().note("No face found in " + image);
            }
            return 0;
        }
    }

    private static @Nullable String absolute(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().normalize().toString();
    }

    private void print(SearchResult result) {
        Console console = global.console();
        int number = 0;
        for (SearchResult.ProbeFace face : result.faces()) {
            Box box = Objects.requireNonNull(face.detection()).box();
            console.print(String.format(
                    Locale.ROOT,
                    "Face %d at (%.0f, %.0f), %.0f × %.0f px, quality %d%s",
                    ++number,
                    box.left(),
                    box.top(),
                    box.width(),
                    box.height(),
                    face.quality(),
                    face.decision() == null ? "" : ": " + ScoreFormatter.decision(face.decision())));
            if (people) {
                printPeople(face.people());
            } else {
                printHits(face.hits());
            }
            SearchResult.DecisionBasis basis = face.basis();
            if (basis != null) {
                printBasis(basis, result.operatingPoint());
            }
        }
    }

    private void printBasis(SearchResult.DecisionBasis basis, String operatingPoint) {
        String candidates = people
                ? String.format(Locale.ROOT, "each of %,d people", basis.people())
                : String.format(Locale.ROOT, "each of %,d faces", basis.faces());
        global.console()
                .print(String.format(
                        Locale.ROOT,
                        "  P assumes that %s is equally likely: prior %.2g. At %s, a stranger has a match"
                                + " here with probability %.2g%s",
                        candidates,
                        people ? basis.personPrior() : basis.facePrior(),
                        operatingPoint,
                        people ? basis.personFalsePositiveRate() : basis.falsePositiveRate(),
                        basis.extrapolated() ? " (extrapolated)" : ""));
    }

    private void printHits(List<SearchResult.Hit> hits) {
        TextTable table = TextTable.of("cosine", "P", "decision", "quality", "person", "photo");
        for (SearchResult.Hit hit : hits) {
            table.row(
                    String.format(Locale.ROOT, "%.3f", hit.cosine()),
                    ScoreFormatter.probability(hit.probability()),
                    ScoreFormatter.decision(hit.decision()),
                    hit.quality(),
                    TextTable.person(hit.person(), hit.name()),
                    hit.paths().isEmpty() ? hit.face() : hit.paths().getFirst());
        }
        table.print(global.console(), "  ");
    }

    private void printPeople(List<SearchResult.PersonHit> hits) {
        TextTable table = TextTable.of("cosine", "P", "decision", "hits", "compared with", "person");
        for (SearchResult.PersonHit hit : hits) {
            table.row(
                    String.format(Locale.ROOT, "%.3f", hit.cosine()),
                    ScoreFormatter.probability(hit.probability()),
                    ScoreFormatter.decision(hit.decision()),
                    hit.hits(),
                    hit.templateFaces() == 0 ? "best hit" : "template of " + hit.templateFaces(),
                    TextTable.person(hit.person(), hit.name()));
        }
        table.print(global.console(), "  ");
    }
}
