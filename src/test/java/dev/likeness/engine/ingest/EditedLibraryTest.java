package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.likeness.TestData;
import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.face.Actor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A library that other programs have been through: exiftool has edited the metadata of every photo, a half is
/// renamed, and jpegtran has rotated more than a tenth, with and without the rows and columns that are left of
/// its blocks. The same people have the same faces, with everything said about them.
///
/// `-Dlikeness.edited.photos=1340` takes the whole library.
class EditedLibraryTest {
    private static final int PHOTOS = Integer.getInteger("likeness.edited.photos", 60);

    @TempDir
    private Path photos;

    @TempDir
    private Path index;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "prune: {0}")
    @ValueSource(booleans = {false, true})
    void ingest_ofAnEditedLibrary_keepsPeopleNamesAndFacts(boolean prune) throws Exception {
        requireTool("exiftool", "libimage-exiftool-perl");
        requireTool("jpegtran", "libjpeg-turbo-progs");
        copyPhotos(PHOTOS);
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            SaidGallery.say(engine);
            List<String> before = SaidGallery.facts(engine, name -> name);
            int rotated = edit();

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), prune));

            List<String> lost = new ArrayList<>(before);
            List<String> after = SaidGallery.facts(engine, name -> name.replace("renamed-", ""));
            after.forEach(lost::remove);
            List<String> gained = new ArrayList<>(after);
            before.forEach(gained::remove);
            System.out.printf(
                    "edited library: %d photos, %d rotated, prune %b: %d kept, %d replaced, %d facts, %d lost %s,"
                            + " now %s%n",
                    PHOTOS,
                    rotated,
                    prune,
                    summary.kept(),
                    summary.replaced(),
                    before.size(),
                    lost.size(),
                    lost,
                    gained);
            assertThat(lost).isEmpty();
            assertThat(summary.kept()).isEqualTo(rotated);
            assertThat(summary.replaced() + summary.pruned()).isZero();
            assertThat(engine.contents("test").state().photos()).isEqualTo(PHOTOS);
            assertThat(engine.photoCopies("test", () -> false).copies())
                    .allMatch(copy -> copy.original().paths().stream()
                            .noneMatch(copy.copy().paths()::contains));
            roundTrip(engine);
            assertThat(EngineFixture.ingest(engine, photos).unchanged()).isEqualTo(PHOTOS);
        }
    }

    /// Turned without loss, small pictures are moved by more than their fingerprints bear, and the edge cuts a
    /// face off.
    @ParameterizedTest(name = "{0} turned by {1}")
    @CsvSource({"album-02/183431, 180", "album-06/186797, 180", "album-12/020209, 270"})
    void smallPhoto_turnedAndRenamed_keepsItsFacts(String photo, String degrees) throws Exception {
        requireTool("jpegtran", "libjpeg-turbo-progs");
        Path original = TestData.require("photos").resolve(photo + ".jpg");
        Path file = Files.copy(original, photos.resolve("small.jpg"));
        copyPhotos(12);
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            SaidGallery.say(engine);
            List<String> before = SaidGallery.facts(engine, name -> name);
            Files.delete(file);
            run(
                    "jpegtran",
                    "-rotate",
                    degrees,
                    "-outfile",
                    photos.resolve("renamed-small.jpg").toString(),
                    original.toString());

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(summary.kept()).isEqualTo(1);
            assertThat(SaidGallery.facts(engine, name -> name.replace("renamed-", "")))
                    .containsAll(before);
        }
    }

    /// An export that is imported into a gallery made anew is the same export.
    private void roundTrip(Engine engine) throws IOException {
        engine.clusterNew("test", ClusteringListener.none());
        String exported = SaidGallery.people(engine, folder);
        Path file = folder.resolve("people.json");
        var again = engine.exchange("test", Actor.COMMAND_LINE).importPeople(file, false);
        assertThat(again.warnings()).isEmpty();
        assertThat(SaidGallery.people(engine, folder)).isEqualTo(exported);
    }

    private void copyPhotos(int number) throws IOException, InterruptedException {
        List<Path> sources;
        try (Stream<Path> all = Files.walk(TestData.require("photos"))) {
            sources = all.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(number)
                    .toList();
        }
        for (Path source : sources) {
            Files.copy(source, photos.resolve(source.getFileName()));
        }
    }

    /// @return how many photos were rotated
    private int edit() throws IOException, InterruptedException {
        run(
                "exiftool",
                "-q",
                "-overwrite_original",
                "-XMP:Rating=5",
                "-EXIF:UserComment=edited",
                "-IPTC:Keywords=edited",
                photos.toString());
        List<Path> files;
        try (Stream<Path> all = Files.list(photos)) {
            files = all.sorted().toList();
        }
        Set<Path> rotated = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            if (i % 10 == 3 || i % 20 == 6) {
                Path file = files.get(i);
                Path turned = folder.resolve("turned.jpg");
                String degrees = List.of("90", "180", "270").get(rotated.size() % 3);
                List<String> rotate = new ArrayList<>(List.of("jpegtran", "-copy", "all", "-rotate", degrees));
                if (rotated.size() % 2 == 1) {
                    rotate.add("-trim");
                }
                rotate.addAll(List.of("-outfile", turned.toString(), file.toString()));
                run(rotate.toArray(String[]::new));
                Files.copy(turned, file, StandardCopyOption.REPLACE_EXISTING);
                rotated.add(file);
            }
            if (i % 2 == 0) {
                Path file = files.get(i);
                Files.move(file, file.resolveSibling("renamed-" + file.getFileName()));
            }
        }
        return rotated.size();
    }

    private static void requireTool(String tool, String from) {
        assumeThat(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, tool))))
                .as("%s is not installed; apt-get install %s", tool, from)
                .isTrue();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
