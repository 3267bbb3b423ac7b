package dev.likeness.cli.gallery;

import dev.likeness.cli.options.CaptureOptions;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.GalleryContents.PhotoList;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.contents.PhotoQuery;
import dev.likeness.engine.people.GalleryReferences;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "photos",
        description = {
            "List photos by the people in them, by time and by folder.",
            "",
            "A photo must meet every condition. With --person given twice, both people are in the photo.",
            ""
        })
public final class PhotosCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final CaptureOptions capture = new CaptureOptions();

    @Option(
            names = "--person",
            paramLabel = "PERSON",
            description = "This person, by name or number, is in the photo; may be repeated.")
    private List<String> people = List.of();

    @Option(
            names = "--without",
            paramLabel = "PERSON",
            description = "This person is not in the photo; may be repeated.")
    private List<String> without = List.of();

    @Option(names = "--unnamed", description = "Somebody without a name is in the photo.")
    private boolean unnamed;

    @Option(names = "--folder", paramLabel = "DIR", description = "A file of the photo is in this folder or below it.")
    private @Nullable Path folder;

    @Option(
            names = "--order",
            paramLabel = "WORD",
            defaultValue = "newest",
            description = "Order: newest (default), oldest or id.")
    private PhotoQuery.Order order = PhotoQuery.Order.NEWEST;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Maximum number of photos (default: 100).")
    private int limit;

    PhotosCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "--limit must be at least 1, got: " + limit);
        }
        try (Engine engine = global.engine()) {
            GalleryReferences references = engine.people(global.gallery()).references();
            PhotoQuery query = new PhotoQuery(
                    ids(references, people),
                    ids(references, without),
                    unnamed,
                    capture.minQuality(),
                    capture.from(),
                    capture.before(),
                    folder == null ? null : folder.toAbsolutePath().normalize().toString(),
                    order);
            PhotoList list = engine.contents(global.gallery()).photos(query, null, 0, limit);
            global.printResult(list, () -> print(list));
            if (list.count() > list.photos().size()) {
                global.console()
                        .note(String.format(
                                Locale.ROOT,
                                "%s of %,d shown; --limit N shows more",
                                Counted.photos(list.photos().size()),
                                list.count()));
            } else if (list.count() == 0) {
                global.console().note("No photo meets every condition.");
            }
            return 0;
        }
    }

    private static Set<PersonId> ids(GalleryReferences references, List<String> people) {
        return people.stream().map(references::person).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void print(PhotoList list) {
        TextTable table = TextTable.of("captured", "faces", "people", "photo");
        for (PhotoDetails photo : list.photos()) {
            List<PhotoDetails.PhotoFace> faces =
                    photo.faces().stream().filter(face -> !face.notAFace()).toList();
            String names = faces.stream()
                    .filter(face -> face.person() != null)
                    .map(face -> TextTable.person(face.person(), face.name()))
                    .distinct()
                    .collect(Collectors.joining(", "));
            table.row(
                    photo.captureTime() == null ? "-" : photo.captureTime(),
                    faces.size(),
                    names.isEmpty() ? "-" : names,
                    photo.paths().isEmpty() ? photo.photo() : photo.paths().getFirst());
        }
        table.print(global.console(), "");
    }
}
