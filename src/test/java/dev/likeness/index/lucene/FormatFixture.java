package dev.likeness.index.lucene;

import dev.likeness.face.FaceFilter;
import dev.likeness.face.Person;
import dev.likeness.face.UnitVector;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.Match;
import dev.likeness.index.StoredFace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Galleries as they were written by former versions, with synthetic faces: `gallery-format-N.zip`. Each must be
/// readable for ever. `main` makes the one of the present format; a file that is there is never made again.
public final class FormatFixture {
    private static final String GALLERY = "sample";
    private static final String CONTENT = "content.txt";
    private static final int FORMAT = 3;

    private FormatFixture() {}

    /// Makes the fixture of the present format.
    ///
    /// @param arguments the folder of the fixtures, `src/test/resources/dev/likeness/index/lucene`
    public static void main(String[] arguments) throws IOException {
        Path zip = Files.createFile(
                Files.createDirectories(Path.of(arguments[0])).resolve("gallery-format-%d.zip".formatted(FORMAT)));
        Path folder = Files.createTempDirectory("fixture");
        List<String> content;
        try (GalleryDirectory directory =
                GalleryDirectory.of(IndexOptions.defaults().in(folder))) {
            SampleGallery.create(directory, GALLERY, 2);
            content = content(directory.open(GALLERY));
        }
        try (var out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(folder)) {
            out.putNextEntry(new ZipEntry(CONTENT));
            out.write(String.join("\n", content).getBytes(StandardCharsets.UTF_8));
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.endsWith("write.lock")) {
                    out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                    Files.copy(file, out);
                }
            }
        }
    }

    /// Unpacks a fixture.
    ///
    /// @return what the gallery must hold
    public static List<String> unpack(int format, Path to) throws IOException {
        List<String> content = new ArrayList<>();
        try (InputStream resource = Objects.requireNonNull(
                        FormatFixture.class.getResourceAsStream("gallery-format-%d.zip".formatted(format)));
                var zip = new ZipInputStream(resource)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                if (entry.getName().equals(CONTENT)) {
                    content.addAll(new String(zip.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
                } else {
                    Path file = to.resolve(entry.getName());
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
        return content;
    }

    /// What a gallery holds, in words that do not change with the code.
    public static List<String> content(Gallery gallery) {
        List<String> lines = new ArrayList<>();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            snapshot.forEachPhoto(photo -> lines.add("photo %s %s %d×%d %s, preview of %d bytes"
                    .formatted(
                            photo.id(),
                            photo.paths().keySet(),
                            photo.width(),
                            photo.height(),
                            photo.captureTime(),
                            snapshot.preview(photo.id()).orElse(new byte[0]).length)));
            List<StoredFace> faces = new ArrayList<>();
            snapshot.forEachStoredFace(faces::add);
            for (StoredFace stored : faces) {
                var box = stored.face().detection().box();
                lines.add(String.format(
                        Locale.ROOT,
                        "face %s %.3f [%.1f %.1f %.1f %.1f] person %s, face: %b, %.4f %.4f, crop of %d bytes",
                        stored.face().id(),
                        stored.face().embedding().magnitude(),
                        box.left(),
                        box.top(),
                        box.right(),
                        box.bottom(),
                        stored.person(),
                        !stored.notAFace(),
                        stored.face().embedding().direction().component(0),
                        stored.face().embedding().direction().component(63),
                        snapshot.crop(stored.face().id()).orElseThrow().length));
            }
            for (Person person : snapshot.people()) {
                lines.add("person %s %s".formatted(person.id(), person.name()));
            }
            lines.add("assertions " + snapshot.assertions().size());
            lines.add("events " + snapshot.events().size());
            for (Match match : snapshot.nearest(probe(), 5, FaceFilter.none()).matches()) {
                lines.add(String.format(Locale.ROOT, "nearest %s %.3f", match.face(), match.cosine()));
            }
        }
        lines.sort(null);
        return lines;
    }

    private static UnitVector probe() {
        var random = new Random(11);
        float[] vector = new float[SampleGallery.EMBEDDER.dimension()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        return UnitVector.normalized(vector);
    }
}
