package dev.likeness.cli;

import dev.likeness.engine.Engine;
import dev.likeness.engine.SearchAnswer;
import dev.likeness.engine.SearchRequest;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        description = {"Find where else the faces of a picture appear.", ""})
final class SearchCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Parameters(paramLabel = "IMAGE", description = "A picture with one face or several.")
    private Path image = Path.of("");

    @Option(names = "-k", paramLabel = "N", defaultValue = "10", description = "Most hits a face (default: 10).")
    private int k;

    @Option(
            names = "--min-cosine",
            paramLabel = "C",
            defaultValue = "-1",
            description = "Leave out hits below this cosine, -1 to 1.")
    private float minCosine;

    @Option(
            names = "--min-quality",
            paramLabel = "Q",
            defaultValue = "0",
            description = "Leave out hits of poorer quality, 0 to 100.")
    private int minQuality;

    @Option(names = "--path", paramLabel = "PREFIX", description = "Only photos below this path.")
    private @Nullable Path path;

    @Option(names = "--from", paramLabel = "DATE", description = "Only photos taken on this day (2024-12-24) or later.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Only photos taken on this day or earlier.")
    private @Nullable LocalDate to;

    @Option(names = "--people", description = "List people instead of faces.")
    private boolean people;

    SearchCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        SearchRequest request = new SearchRequest(
                global.gallery(),
                k,
                minCosine,
                minQuality,
                path == null ? null : path.toAbsolutePath().normalize().toString(),
                midnight(from),
                to == null ? null : midnight(to.plusDays(1)));
        byte[] bytes = read(image);
        try (Engine engine = models.engine(global)) {
            SearchAnswer answer = engine.search(request, bytes);
            global.answer(answer, () -> print(answer));
            if (answer.faces().isEmpty()) {
                global.console().note("No face found in " + image);
            }
            return 0;
        }
    }

    private static @Nullable LocalDateTime midnight(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay();
    }

    private static byte[] read(Path image) {
        try {
            return Files.readAllBytes(image);
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "the picture to search for must exist, got: " + image, e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the picture " + image, e);
        }
    }

    private void print(SearchAnswer answer) {
        Console console = global.console();
        int number = 0;
        for (SearchAnswer.QueryFace face : answer.faces()) {
            Box box = face.detection().box();
            console.print(String.format(
                    Locale.ROOT,
                    "Face %d at (%.0f, %.0f), %.0f × %.0f px, quality %d",
                    ++number,
                    box.left(),
                    box.top(),
                    box.width(),
                    box.height(),
                    face.quality()));
            if (people) {
                printPeople(face.people());
            } else {
                printHits(face.hits());
            }
        }
    }

    private void printHits(List<SearchAnswer.Hit> hits) {
        TextTable table = TextTable.of("cosine", "quality", "person", "photo");
        for (SearchAnswer.Hit hit : hits) {
            table.row(
                    String.format(Locale.ROOT, "%.3f", hit.cosine()),
                    hit.quality(),
                    TextTable.person(hit.identity(), hit.name()),
                    hit.paths().isEmpty() ? hit.face() : hit.paths().getFirst());
        }
        table.print(global.console(), "  ");
    }

    private void printPeople(List<SearchAnswer.PersonHit> hits) {
        TextTable table = TextTable.of("cosine", "hits", "person");
        for (SearchAnswer.PersonHit hit : hits) {
            table.row(
                    String.format(Locale.ROOT, "%.3f", hit.cosine()),
                    hit.hits(),
                    TextTable.person(hit.identity(), hit.name()));
        }
        table.print(global.console(), "  ");
    }
}
