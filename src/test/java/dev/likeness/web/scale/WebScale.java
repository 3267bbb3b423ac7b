package dev.likeness.web.scale;

import dev.likeness.api.ApiServer;
import dev.likeness.api.v1.NativeApi;
import dev.likeness.api.web.WebInterface;
import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Prints whether the pages keep their rules with many people: when they are painted, how they scroll, what
/// they ask for, and what the browser and the server need for it. `src/docs/web.md` says how to run it.
@Command(name = "web-scale", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class WebScale implements Callable<Integer> {
    /// Nobody has a name.
    private static final String UNNAMED = "unnamed";

    /// Many people have a name, and there is a history.
    private static final String NAMED = "named";

    @Option(names = "--minutes", defaultValue = "10", description = "How long People is scrolled.")
    private double minutes;

    @Option(names = "--people", defaultValue = "10000", description = "People of each gallery.")
    private int people;

    @Option(names = "--faces", defaultValue = "100000", description = "Faces of each gallery.")
    private int faces;

    @Option(names = "--files", defaultValue = "4000", description = "Photos that have files, which are drawn.")
    private int files;

    @Option(names = "--named", defaultValue = "5000", description = "People with a name in one of the galleries.")
    private int named;

    @Option(names = "--events", defaultValue = "20000", description = "Edits in its history.")
    private int events;

    @Option(
            names = "--folder",
            description =
                    "Where the galleries are made (default: target/web-scale); they are used again if they are there.")
    private Path folder = Path.of("target/web-scale");

    @Option(
            names = "--gallery",
            description = "A gallery that is there, such as one of bench scale, in place of those that are made; only"
                    + " PAGES and SCROLL are measured.")
    private @Nullable String existing;

    @Option(names = "--index", description = "The folder of that gallery's index.")
    private @Nullable Path existingIndex;

    @Option(
            names = "--only",
            split = ",",
            defaultValue = "PAGES,SERVER,EDITS,SCROLL",
            description = "What is measured: ${COMPLETION-CANDIDATES}.")
    private Set<Part> only = EnumSet.allOf(Part.class);

    private enum Part {
        PAGES,
        SERVER,
        EDITS,
        SCROLL
    }

    private WebScale() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WebScale()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = configuration();
        if (existing == null) {
            make(configuration);
        }
        Figures figures = new Figures(System.out);
        try (Engine engine = Engine.open(configuration.engine(), WebScale::tell);
                ApiServer server = ApiServer.start(
                        engine,
                        configuration.indexDirectory(),
                        configuration.server(),
                        configuration.duplicates(),
                        configuration.tracing(),
                        List.of(),
                        List.of(new NativeApi(), new WebInterface()))) {
            measure(URI.create(server.address()), figures);
        }
        figures.print();
        return 0;
    }

    private void measure(URI address, Figures figures) throws Exception {
        PageFigures pages = new PageFigures(address, figures);
        String gallery = existing == null ? NAMED : existing;
        try (ServerFigures server = new ServerFigures(address, gallery, figures)) {
            server.load("at the start");
            server.heap("after the start");
            if (only.contains(Part.PAGES)) {
                firstPaints(pages, server, gallery);
            }
            if (only.contains(Part.SERVER) && existing == null) {
                server.measure();
            }
            if (only.contains(Part.EDITS) && existing == null) {
                pages.changeElsewhere(NAMED, server);
                pages.changeHere(NAMED);
            }
            server.load("in the middle");
            server.heap("before scrolling");
            if (only.contains(Part.SCROLL)) {
                pages.scroll(gallery, minutes);
                server.heap("after scrolling");
                server.load("at the end");
            }
        }
    }

    private void firstPaints(PageFigures pages, ServerFigures server, String gallery) throws Exception {
        pages.firstPaint("People, first request", gallery + "/people", ".person img");
        pages.firstPaint("People", gallery + "/people", ".person img");
        pages.firstPaint("Photos", gallery + "/photos", ".photo-cell img");
        JsonNode largest = server.largest();
        pages.firstPaint(
                "Person with %s faces".formatted(largest.get("faces")),
                gallery + "/person/" + largest.get("person"),
                ".person-face img");
        pages.firstPaint("History", gallery + "/history", ".day li");
        pages.firstPaint("Unclear", gallery + "/unclear", ".unclear-face img, main .state");
        for (String asked : existing == null ? List.of(NAMED, UNNAMED) : List.of(existing)) {
            pages.firstPaint("Who is this?, " + asked + ", first", asked + "/who", ".who-subject img");
            pages.firstPaint("Who is this?, " + asked, asked + "/who", ".who-subject img");
        }
        pages.firstPaint("Duplicates", gallery + "/duplicates", ".duplicate");
        pages.firstPaint("Gallery", gallery + "/gallery", "main h2");
    }

    private Configuration configuration() {
        Map<String, Setting> flags = new HashMap<>();
        Path index = existingIndex == null ? folder.resolve("index") : existingIndex;
        flags.put("index.directory", new Setting(index.toString(), "web-scale"));
        flags.put("server.port", new Setting(0, "web-scale"));
        flags.put("inference.device", new Setting("cpu", "web-scale"));
        return ConfigurationReader.read(null, Map.of(), flags);
    }

    /// Makes the galleries that are not there.
    private void make(Configuration configuration) throws Exception {
        Path index = configuration.indexDirectory();
        Files.createDirectories(index);
        try (Engine engine = Engine.open(configuration.engine(), WebScale::tell)) {
            if (engine.galleries().exists(NAMED)) {
                return;
            }
            System.out.printf("making %,d people with %,d faces in %s%n", people, faces, folder);
            engine.galleries().create(UNNAMED, null);
        }
        try (GalleryDirectory galleries =
                GalleryDirectory.of(IndexOptions.defaults().in(index))) {
            new LargeGallery(people, faces, files, folder.resolve("photos").toAbsolutePath())
                    .fill(galleries.open(UNNAMED));
        }
        try (Engine engine = Engine.open(configuration.engine(), WebScale::tell)) {
            Path backup = engine.galleries().backups().archive(UNNAMED);
            engine.galleries().restore(NAMED, dev.likeness.engine.backup.BackupSource.of(backup), false);
            Files.delete(backup);
        }
        try (GalleryDirectory galleries =
                GalleryDirectory.of(IndexOptions.defaults().in(index))) {
            LargeGallery.name(galleries.open(NAMED), named, events);
        }
    }

    private static void tell(String line) {
        System.err.println(line);
    }
}
