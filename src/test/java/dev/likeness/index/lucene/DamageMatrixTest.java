package dev.likeness.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.SampleGallery.Answers;
import dev.likeness.support.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file of a gallery × every kind of damage. The gallery is refused precisely, or its answers are what
/// they were. After a repair, the answers are a part of what they were, and the repair said what is missing.
///
/// `-Dlikeness.damage.cases=N` runs N cases (default 60) of all that there are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageMatrixTest {
    private static final int CASES = Integer.getInteger("likeness.damage.cases", 60);
    private static final long SEED = 20_261_129;

    @TempDir(factory = InMemory.class)
    private static Path folder;

    /// What a disk does is not tested here, and hundreds of galleries need not be written to one.
    static final class InMemory implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.isDirectory(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "likeness")
                    : Files.createTempDirectory("likeness");
        }
    }

    /// In how many commits the photos are added: few segments are compound files, many are merged to one of
    /// single files.
    private static final Map<String, Integer> PARTS = new TreeMap<>(Map.of("compound", 1, "merged", 3));

    private final Map<String, Answers> before = new HashMap<>();

    /// The same galleries at their commit before the last, for files that are stale.
    private final Map<String, byte[]> older = new HashMap<>();

    private final List<Arguments> cases = new ArrayList<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    enum Kind {
        DELETED,
        EMPTIED,
        TRUNCATED,
        FLIPPED_EARLY,
        FLIPPED,
        FLIPPED_LATE,
        STALE,
        FOREIGN
    }

    @BeforeAll
    void makeGalleries() throws IOException {
        var random = new Random(SEED);
        for (String form : PARTS.keySet()) {
            make(form, form, SEED);
            make("foreign " + form, form, SEED + 1);
            Path gallery = folder.resolve(form).resolve("demo");
            try (GalleryDirectory directory = open(folder.resolve(form))) {
                before.put(form, SampleGallery.answers(directory.open("demo")));
            }
            for (Path file : files(gallery)) {
                String name = gallery.relativize(file).toString();
                if (!name.endsWith("write.lock")) {
                    for (Kind kind : Kind.values()) {
                        cases.add(Arguments.of(form, name, kind));
                    }
                }
            }
        }
        Collections.shuffle(cases, random);
    }

    /// Makes a gallery; what its files were before the last change is remembered as their older versions.
    private void make(String name, String form, long seed) throws IOException {
        Path path = Files.createDirectories(folder.resolve(name));
        try (GalleryDirectory directory = open(path)) {
            SampleGallery.create(directory, "demo", seed, Objects.requireNonNull(PARTS.get(form)));
        }
        for (Path file : files(path.resolve("demo"))) {
            older.put(name + kindOf(file), Files.readAllBytes(file));
        }
        try (GalleryDirectory directory = open(path)) {
            SampleGallery.touch(directory, "demo");
        }
    }

    /// Files of the same kind have the same extension.
    private static String kindOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("segments_") ? "segments" : name.substring(name.lastIndexOf('.') + 1);
    }

    private static GalleryDirectory open(Path path) {
        return GalleryDirectory.of(
                IndexOptions.defaults().in(path),
                crop -> new String(crop, StandardCharsets.UTF_8).startsWith("crop of "));
    }

    private static List<Path> files(Path gallery) throws IOException {
        try (Stream<Path> files = Files.walk(gallery)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    Stream<Arguments> cases() {
        return cases.stream().limit(CASES);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("cases")
    void gallery_withDamage_isRefusedRepairedOrUnchanged(
            String form, String file, Kind kind, @TempDir(factory = InMemory.class) Path own) throws IOException {
        Folders.copy(folder.resolve(form), own);
        damage(form, own.resolve("demo").resolve(file), kind);

        String outcome = outcome(own, Objects.requireNonNull(before.get(form)));

        outcomes.merge(outcome, 1, Integer::sum);
        assertThat(outcome).as("%s %s, seed %d", file, kind, SEED).isIn("refused", "repaired", "unchanged");
    }

    @AfterAll
    void tellCounts() {
        if (Integer.getInteger("likeness.damage.cases") != null) {
            System.out.println("damage: " + outcomes + " of " + cases.size() + " cases");
        }
    }

    @Test
    void matrix_hasEnoughCases() {
        assertThat(cases).hasSizeGreaterThanOrEqualTo(200);
    }

    private static String outcome(Path own, Answers before) throws IOException {
        try (GalleryDirectory directory = open(own)) {
            try {
                List<String> differences =
                        SampleGallery.answers(directory.open("demo")).differences(before);
                assertThat(differences).as("answers that differ silently").isEmpty();
                assertThat(before.differences(SampleGallery.answers(directory.open("demo"))))
                        .as("answers that are silently missing")
                        .isEmpty();
                return "unchanged";
            } catch (LikenessException refused) {
                assertPrecise(refused);
            }
            GalleryCheck found = directory.check("demo");
            assertThat(found.isSound()).isFalse();
            try {
                directory.repair("demo", null);
            } catch (LikenessException refused) {
                assertPrecise(refused);
                return "refused";
            }
            GalleryCheck repaired = directory.check("demo");
            assertThat(repaired.isSound()).as("%s", repaired).isTrue();
            Answers after = SampleGallery.answers(directory.open("demo"));
            assertRepaired(before, after, found);
            return "repaired";
        }
    }

    private static void assertPrecise(LikenessException refused) {
        assertThat(refused.code())
                .as(refused.getMessage())
                .isIn(ErrorCode.GALLERY_CORRUPT, ErrorCode.GALLERY_INCOMPATIBLE);
        assertThat(refused.getMessage()).contains("demo");
    }

    /// A repair may lose what it says, and leave faces without their people or pictures; it changes nothing else,
    /// except for single values where it says that it cannot verify them.
    private static void assertRepaired(Answers before, Answers after, GalleryCheck found) {
        boolean isVerified =
                found.findings().stream().noneMatch(finding -> finding.repair().contains("cannot be verified"));
        List<String> changed = after.differences(before).stream()
                .filter(answer -> !answer.startsWith("crop ") || !answer.contains(" = none"))
                .filter(answer ->
                        !answer.startsWith("person of face ") || !answer.matches(".* = (null .*|\\d+ null) but.*"))
                .filter(answer -> !answer.startsWith("person ") || !answer.contains("name=null"))
                .filter(answer -> !answer.startsWith("assertion ") || !answer.contains("confirmed=false"))
                .toList();
        assertThat(changed).as("%s", found).hasSizeLessThanOrEqualTo(isVerified ? 0 : 5);
        if (!before.differences(after).isEmpty()) {
            assertThat(found.findings()).isNotEmpty();
        }
    }

    private void damage(String form, Path file, Kind kind) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (kind) {
            case DELETED -> Files.delete(file);
            case EMPTIED -> Files.write(file, new byte[0]);
            case TRUNCATED -> Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
            case FLIPPED_EARLY -> flip(file, bytes, bytes.length / 7);
            case FLIPPED -> flip(file, bytes, bytes.length / 2);
            case FLIPPED_LATE -> flip(file, bytes, bytes.length * 6 / 7);
            case STALE -> Files.write(file, Objects.requireNonNullElse(older.get(form + kindOf(file)), bytes));
            case FOREIGN -> Files.write(file, foreign(form, file));
        }
    }

    private static void flip(Path file, byte[] bytes, int place) throws IOException {
        bytes[place] ^= 0x10;
        Files.write(file, bytes);
    }

    private static byte[] foreign(String form, Path file) throws IOException {
        for (Path other : files(folder.resolve("foreign " + form).resolve("demo"))) {
            if (kindOf(other).equals(kindOf(file))) {
                return Files.readAllBytes(other);
            }
        }
        return new byte[] {1, 2, 3};
    }
}
