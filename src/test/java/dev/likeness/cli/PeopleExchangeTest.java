package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cli.Shell.Result;
import dev.likeness.engine.exchange.HandMadeGallery;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.image.PhotoFiles;
import dev.likeness.xmp.SidecarTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `likeness people import` and `export`, as a shell sees them.
class PeopleExchangeTest {
    private static final Box FACE = new Box(.25f, .25f, .5f, .5f);

    @TempDir
    private Path folder;

    private Path photo;
    private PhotoId id;

    @BeforeEach
    void makeGallery() throws IOException {
        photo = Files.write(folder.resolve("a.jpg"), PhotoFiles.jpeg(60, 40, 0x303030, 1, null));
        try (HandMadeGallery gallery = new HandMadeGallery(folder.resolve("index"))) {
            id = gallery.add(photo, FACE);
        }
    }

    @Test
    void importXmp_saysWhatItDid_andUndoTakesItBack() throws IOException {
        Files.writeString(folder.resolve("a.jpg.xmp"), SidecarTexts.lightroom("Ada", 60, 40, .375, .375, .25, .25));

        Result dry = likeness("people", "import", "--xmp", "--dry-run");
        Result done = likeness("people", "import", "--xmp", folder.toString());

        assertThat(dry.status()).isZero();
        assertThat(dry.output().getFirst()).matches("1 photo in .* s: 1 face imported, 1 would change, 0 unchanged");
        assertThat(done.output().getFirst()).matches("1 photo in .* s: 1 face imported, 1 changed, 0 unchanged");
        assertThat(done.output().getLast()).isEqualTo("  1 new person: Ada");
        assertThat(name()).isEqualTo("Ada");
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(name()).isNull();
    }

    @Test
    void importXmp_verbose_namesEveryRegionWithoutAFace() throws IOException {
        String far = "<rdf:li rdf:parseType='Resource'><r:Name>Bob %d</r:Name>"
                + "<r:Area a:x='.9' a:y='.9' a:w='.1' a:h='.1'/></rdf:li>";
        Files.writeString(
                folder.resolve("a.jpg.xmp"),
                SidecarTexts.withRegions("<rdf:Bag>" + far.formatted(1) + far.formatted(2) + far.formatted(3)
                        + far.formatted(4) + "</rdf:Bag>"));

        Result brief = likeness("people", "import", "--xmp");
        Result verbose = likeness("people", "import", "--xmp", "--verbose");

        assertThat(brief.output()).contains("  4 without a matching face in the gallery:", "    … --verbose shows all");
        assertThat(brief.output()).noneMatch(line -> line.contains("Bob 4"));
        assertThat(verbose.output())
                .contains("    " + photo + ": Bob 4: no face of the gallery is where the region is");
    }

    @Test
    void exportXmp_thenImportElsewhere_givesTheSameName() throws IOException {
        likeness("people", "import", "--json", namedFile().toString());

        Result exported = likeness("people", "export", "--xmp");

        assertThat(exported.output().getFirst())
                .matches("1 photo in .* s: 1 sidecar written with 1 face, 0 up to date");
        try (HandMadeGallery other = new HandMadeGallery(folder.resolve("other"))) {
            other.add(photo, FACE);
        }
        assertThat(Shell.run("people", "import", "--xmp", "--gallery=test", "--index=" + folder.resolve("other"))
                        .status())
                .isZero();
        try (HandMadeGallery other = new HandMadeGallery(folder.resolve("other"))) {
            assertThat(other.name(new FaceId(id, 0))).contains("Ada");
        }
    }

    @Test
    void exportJson_saysHowManyPeopleStandInIt() throws IOException {
        likeness("people", "import", "--json", namedFile().toString());
        Path file = folder.resolve("out.json");

        Result result = likeness("people", "export", "--json", file.toString());

        assertThat(result.output()).containsExactly("Wrote 1 person to " + file);
        assertThat(file).content().contains("\"name\" : \"Ada\"", "\"photo\" : \"" + id + "\"");
    }

    @Test
    void neitherFormOrBoth_areTheCallersFault() {
        assertThat(likeness("people", "export").status()).isEqualTo(2);
        assertThat(likeness("people", "import").errors().getFirst()).contains("--xmp", "--json");
        assertThat(likeness("people", "export", "--xmp", "--json", "x").status())
                .isEqualTo(2);
        assertThat(likeness("people", "export", "--json", "x", "--output", "y").errors())
                .containsExactly("likeness: --output must go with --xmp, got: --json");
        assertThat(likeness("people", "import", "--json", "missing.json")
                        .errors()
                        .getFirst())
                .startsWith("likeness: a people file must exist, got: missing.json");
    }

    /// A file that says that the face is Ada.
    private Path namedFile() throws IOException {
        return Files.writeString(folder.resolve("in.json"), """
                {"format": "likeness-people", "version": 1, "people": [{"number": 1, "name": "Ada", "faces": [
                  {"photo": "%s", "box": [0.25, 0.25, 0.5, 0.5], "confirmed": true}]}]}
                """.formatted(id));
    }

    private @org.jspecify.annotations.Nullable String name() {
        try (HandMadeGallery gallery = new HandMadeGallery(folder.resolve("index"))) {
            return gallery.name(new FaceId(id, 0)).orElse(null);
        }
    }

    private Result likeness(String... arguments) {
        return Shell.run(Stream.concat(
                        Arrays.stream(arguments), Stream.of("--gallery=test", "--index=" + folder.resolve("index")))
                .toArray(String[]::new));
    }
}
