package dev.likeness.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.faults.Operation.Place;
import dev.likeness.support.FileTrees;
import dev.likeness.support.Folders;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation × every point at which it changes the disk × every fault. What was acknowledged before the
/// fault is there after it, the step that it hit is done or not done, the check finds nothing, and the same
/// operation finishes when it is run again.
///
/// `-Dlikeness.faults.cases=N` runs N cases (default 60) of all that there are, `-Dlikeness.faults.only=TEXT`
/// only those of operations whose name has this text, with `_` for a space. `-Dlikeness.faults.seed=N` chooses
/// others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FaultMatrixTest {
    private static final int CASES = Integer.getInteger("likeness.faults.cases", 60);
    private static final String ONLY = System.getProperty("likeness.faults.only", "");
    private static final long SEED = Long.getLong("likeness.faults.seed", 20_261_130);
    private static final Path MEMORY = Path.of("/dev/shm");

    /// What hundreds of galleries cost to write to a real disk is not tested here.
    private final Path folder;

    private final Worlds worlds;
    private final Path base;
    private final List<Operation> operations;
    private final List<Arguments> cases = new ArrayList<>();

    /// The states of an operation without a fault, one more than it has steps.
    private final Map<String, List<Map<String, String>>> states = new HashMap<>();

    private final Map<String, List<Disk.Action>> points = new HashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int started;
    private final List<byte[]> erased = new ArrayList<>();
    private Thread.@Nullable UncaughtExceptionHandler handler;

    FaultMatrixTest() throws IOException {
        folder = Files.isDirectory(MEMORY)
                ? Files.createTempDirectory(MEMORY, "likeness")
                : Files.createTempDirectory("likeness");
        worlds = new Worlds(folder);
        base = folder.resolve("base");
        operations = Operation.all(folder.resolve("backup.zip"), folder.resolve("people.json"));
    }

    @BeforeAll
    void countPoints() throws IOException {
        // Lucene merges in threads of its own, which fail as well.
        handler = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, _) -> {});
        worlds.create(base);
        try (Engine engine = worlds.open(base)) {
            Files.move(engine.galleries().backups().archive("test"), folder.resolve("backup.zip"));
            engine.exchange("test", Actor.LOCAL).exportPeople(folder.resolve("people.json"), true);
            erased.addAll(Operation.erased(engine));
        }
        Map<String, List<Arguments>> byOperation = new TreeMap<>();
        Random random = new Random(SEED);
        for (Operation operation : operations) {
            if (operation.name().replace(' ', '_').contains(ONLY)) {
                List<Arguments> own = new ArrayList<>();
                int count = runWithoutFault(operation);
                for (int point = 0; point < count; point++) {
                    for (Fault fault : Fault.values()) {
                        own.add(Arguments.of(operation, point, fault));
                    }
                }
                Collections.shuffle(own, random);
                byOperation.put(operation.name(), own);
            }
        }
        // In turns, so that the operations with few points are not left out.
        while (byOperation.values().stream().anyMatch(own -> !own.isEmpty())) {
            byOperation.values().stream().filter(own -> !own.isEmpty()).forEach(own -> cases.add(own.removeLast()));
        }
    }

    /// Runs an operation on a disk without a fault, and notes its states.
    ///
    /// @return the number of its points
    private int runWithoutFault(Operation operation) throws IOException {
        Path own = folder.resolve("reference");
        copyBase(operation, own);
        Disk disk = new Disk(own);
        Path galleries = new FaultyFileSystem(disk).wrap(disk.root());
        List<Map<String, String>> all = new ArrayList<>();
        List<Disk.Action> passed = new ArrayList<>();
        try (Engine engine = worlds.open(galleries)) {
            Place place = new Place(worlds, engine, galleries);
            all.add(Worlds.state(engine, galleries));
            for (Operation.Step step : operation.steps()) {
                int before = disk.points().size();
                step.run(place);
                disk.points().stream().skip(before).map(Disk.Point::action).forEach(passed::add);
                all.add(Worlds.state(engine, galleries));
            }
        }
        states.put(operation.name(), all);
        FileTrees.delete(own);
        points.put(operation.name(), passed);
        return passed.size();
    }

    private void copyBase(Operation operation, Path to) throws IOException {
        Folders.copy(base, to);
        if (operation.damage() != null) {
            operation.damage().to(to);
        }
    }

    List<Arguments> cases() {
        return cases.subList(0, Math.min(CASES, cases.size()));
    }

    @Test
    void matrix_hasEnoughCases() {
        assertThat(cases).hasSizeGreaterThanOrEqualTo(1000);
    }

    List<Operation> operations() {
        return operations.stream()
                .filter(operation -> states.containsKey(operation.name()))
                .toList();
    }

    /// What was acknowledged was synced, with the entries of all folders.
    @ParameterizedTest
    @MethodSource("operations")
    void operation_thenPowerCut_isThere(Operation operation) throws IOException {
        operation_withFault_losesNothingAndFinishesLater(operation, Integer.MAX_VALUE / 2, Fault.POWER_CUT);
    }

    /// A commit is not tried again after a sync that failed: the next sync would report no error, and the
    /// files would be empty after a power cut.
    @Test
    void ingest_whoseSyncFails_losesNothing() throws IOException {
        atFirst("ingest more photos", Disk.Action.SYNC_FILE, Fault.IO_ERROR);
    }

    @Test
    void upload_toFullDisk_isRefusedAndFinishesLater() throws IOException {
        atFirst("upload", Disk.Action.CREATE, Fault.FULL);
        atFirst("ingest more photos", Disk.Action.WRITE, Fault.FULL);
    }

    private void atFirst(String name, Disk.Action action, Fault fault) throws IOException {
        for (Operation operation : operations) {
            if (operation.name().equals(name)) {
                List<Disk.Action> actions = Objects.requireNonNull(points.get(name));
                operation_withFault_losesNothingAndFinishesLater(operation, actions.indexOf(action), fault);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void operation_withFault_losesNothingAndFinishesLater(Operation operation, int point, Fault fault)
            throws IOException {
        Random random = new Random(SEED + point);
        int number = ++started;
        Path own = folder.resolve("own-" + number);
        Path restarted = folder.resolve("restarted-" + number);
        copyBase(operation, own);
        Disk disk = new Disk(own);
        try {
            int done = run(operation, disk, point, fault);
            outcomes.merge(disk.faultPoint() != null ? fault.name() : "not reached", 1, Integer::sum);
            disk.writeTo(restarted, fault.isCrash() ? fault : Fault.POWER_CUT, random);
            if (operation.name().equals("erase and purge")
                    && done == operation.steps().size()) {
                assertErased(restarted);
            }
            restart(operation, restarted, done);
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "%s, point %d (%s), %s: %s".formatted(operation, point, disk.faultPoint(), fault, e.getMessage()),
                    e);
        } finally {
            FileTrees.delete(own);
            if (Files.exists(restarted)) {
                FileTrees.delete(restarted);
            }
        }
    }

    private Map<String, String> state(Operation operation, int step) {
        return Objects.requireNonNull(states.get(operation.name())).get(step);
    }

    /// Runs an operation until the disk is off, or to its end.
    ///
    /// @return the number of steps that were acknowledged
    private int run(Operation operation, Disk disk, int point, Fault fault) throws IOException {
        Path galleries = new FaultyFileSystem(disk).wrap(disk.root());
        int done = 0;
        Engine engine = worlds.open(galleries);
        try {
            Place place = new Place(worlds, engine, galleries);
            disk.arm(fault, point);
            while (done < operation.steps().size()) {
                try {
                    operation.steps().get(done).run(place);
                } catch (IOException | RuntimeException e) {
                    if (fault.isCrash()) {
                        return done;
                    }
                    disk.heal();
                    assertRefused(e);
                    Map<String, String> state = Worlds.state(engine, galleries);
                    assertPossible(operation, done, state);
                    if (state.equals(state(operation, done + 1))) {
                        // It failed after it was done, so a power cut may still undo it.
                        return done;
                    }
                    operation.steps().get(done).run(place);
                }
                if (disk.isDown()) {
                    // Nobody heard the answer any more.
                    return done;
                }
                done++;
            }
            disk.heal();
            assertState(Worlds.state(engine, galleries), state(operation, done));
            return done;
        } finally {
            close(engine, fault);
        }
    }

    private static void close(Engine engine, Fault fault) {
        try {
            engine.close();
        } catch (RuntimeException e) {
            if (!fault.isCrash()) {
                throw e;
            }
        }
    }

    /// Opens what is on the disk after the fault, as a server does, and finishes the operation.
    private void restart(Operation operation, Path galleries, int done) throws IOException {
        try (Engine engine = worlds.open(galleries)) {
            engine.galleries().removeScratchFiles();
            new UploadedFiles(engine.galleries().folder("test")).sweep(engine.contents("test")::hasPhoto);
            assertNoLeftovers(galleries);
            assertSound(engine, operation.damage() == null ? "" : "raw");
            Map<String, String> state = Worlds.state(engine, galleries);
            int next = done;
            if (done < operation.steps().size()) {
                assertPossible(operation, done, state);
                next += state.equals(state(operation, done + 1)) ? 1 : 0;
            } else {
                assertState(state, state(operation, done));
            }
            for (; next < operation.steps().size(); next++) {
                operation.steps().get(next).run(new Place(worlds, engine, galleries));
            }
            assertState(Worlds.state(engine, galleries), state(operation, next));
            assertSound(engine, "");
        }
    }

    private static void assertRefused(Exception e) {
        if (e instanceof LikenessException refused) {
            assertThat(refused.code()).as(e.getMessage()).isEqualTo(ErrorCode.IO_FAILED);
        } else if (!(e instanceof FileSystemException)) {
            // The steps of this test delete files as well.
            throw new AssertionError("refused by " + e, e);
        }
    }

    /// @param damaged gallery that may be damaged
    private static void assertSound(Engine engine, String damaged) {
        for (String gallery : engine.galleries().names()) {
            if (gallery.equals(damaged)) {
                continue;
            }
            assertThat(engine.galleries().check(gallery))
                    .satisfies(
                            check -> assertThat(check.isSound()).as("%s", check).isTrue());
        }
    }

    private static void assertNoLeftovers(Path galleries) throws IOException {
        try (Stream<Path> entries = Files.list(galleries)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".copy-") || name.startsWith(".deleted-"));
        }
    }

    private void assertErased(Path galleries) throws IOException {
        try (Stream<Path> files = Files.walk(galleries)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (byte[] secret : erased) {
                    assertThat(contains(Files.readAllBytes(file), secret))
                            .as("erased bytes in %s", file)
                            .isFalse();
                }
            }
        }
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int start = 0; start + part.length <= all.length; start++) {
            if (Arrays.equals(all, start, start + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static void assertState(Map<String, String> state, Map<String, String> expected) {
        assertThat(differences(state, expected)).as("lost or changed").isEmpty();
    }

    /// The state is that before or after a step; if the step goes photo by photo, each photo is.
    private void assertPossible(Operation operation, int step, Map<String, String> state) {
        Map<String, String> before = state(operation, step);
        Map<String, String> after = state(operation, step + 1);
        if (state.equals(before) || state.equals(after)) {
            return;
        }
        List<String> toBefore = differences(state, before);
        List<String> toAfter = differences(state, after);
        assertThat(operation.isPhotoByPhoto())
                .as("half of step %d: %s / %s", step + 1, toBefore, toAfter)
                .isTrue();
        Map<String, Map<String, String>> photos = byPhoto(state);
        Map<String, Map<String, String>> photosBefore = byPhoto(before);
        Map<String, Map<String, String>> photosAfter = byPhoto(after);
        for (String photo : photosAfter.keySet()) {
            Map<String, String> own = photos.getOrDefault(photo, Map.of());
            if (!own.equals(photosAfter.get(photo))) {
                assertThat(own).as(photo).isEqualTo(photosBefore.getOrDefault(photo, Map.of()));
            }
        }
        assertThat(photosAfter.keySet()).containsAll(photos.keySet());
    }

    private static Map<String, Map<String, String>> byPhoto(Map<String, String> state) {
        Map<String, Map<String, String>> photos = new TreeMap<>();
        state.forEach((key, value) -> {
            int photo = key.indexOf(" photo ");
            String group = photo < 0 ? key : key.substring(0, photo + 7 + 64);
            photos.computeIfAbsent(group, _ -> new TreeMap<>()).put(key, value);
        });
        return photos;
    }

    private static List<String> differences(Map<String, String> state, Map<String, String> expected) {
        List<String> differences = new ArrayList<>();
        expected.forEach((key, value) -> {
            if (!value.equals(state.get(key))) {
                differences.add(key + " is " + state.get(key) + ", not " + brief(value));
            }
        });
        state.forEach((key, value) -> {
            if (!expected.containsKey(key)) {
                differences.add(key + " is " + brief(value) + ", not absent");
            }
        });
        return differences;
    }

    private static String brief(String value) {
        return value.substring(0, Math.min(200, value.length()));
    }

    @AfterAll
    void tellCounts() throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(handler);
        if (Integer.getInteger("likeness.faults.cases") != null) {
            System.out.println("faults: " + outcomes + " in " + cases().size() + " of " + cases.size() + " cases");
        }
        FileTrees.delete(folder);
    }
}
