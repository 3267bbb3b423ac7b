package dev.likeness.bench.crash;

import dev.likeness.bench.crash.CommandOperation.Rule;
import dev.likeness.bench.crash.CrashReport.OperationReport;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageFiles;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.support.TemporaryFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Measures whether a process of Likeness that is killed in the middle of its work loses what it acknowledged,
/// leaves half of a change, or cannot finish the work later.
///
/// The processes work on copies of galleries that are made of photos first. After each kill, the galleries are
/// opened, checked in full and compared with those before and after an undisturbed run. Then the same command
/// runs again.
public final class CrashBenchmark {
    /// A process that ends before it is killed is started once more, at most this many times.
    private static final int MAX_TRIES = 20;

    private static final int MAX_PROBLEMS = 20;
    private static final List<String> NAMES = List.of("Ann", "Bob", "Cleo", "Dora", "Emil");

    private final List<String> program;
    private final Map<String, String> environment;
    private final EngineOptions options;
    private final Plan plan;
    private final Consumer<String> log;

    /// The parameters.
    ///
    /// @param kills number of processes to kill, at least 1
    /// @param photos maximum number of photos, at least 3; two in three are there before the first kill
    /// @param seed decides the moments
    public record Plan(int kills, int photos, long seed) {
        /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
        public Plan {
            if (kills < 1 || kills > 100_000) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "kills must be between 1 and 100000, got: " + kills);
            }
            if (photos < 3) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "there must be at least 3 photos, got: " + photos);
            }
        }
    }

    /// @param program the command line of Likeness, without a command
    /// @param environment variables in addition to those of this process
    /// @param log receives progress messages
    public CrashBenchmark(
            List<String> program,
            Map<String, String> environment,
            EngineOptions options,
            Plan plan,
            Consumer<String> log) {
        this.program = List.copyOf(program);
        this.environment = Map.copyOf(environment);
        this.options = options;
        this.plan = plan;
        this.log = log;
    }

    /// Kills the processes.
    ///
    /// @param folder folder of photos
    /// @throws LikenessException `INVALID_ARGUMENT` if there are too few photos or faces; `INTERNAL` if a
    ///     command fails that is not killed
    public CrashReport run(Path folder) {
        long start = System.nanoTime();
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            CrashSite site = site(temporary.path());
            int photos = split(folder, site.folder());
            List<CrashOperation> operations = operations(site);
            Map<String, OperationReport> reports = new HashMap<>();
            List<String> problems = new ArrayList<>();
            for (int kill = 0; kill < plan.kills; kill++) {
                CrashOperation operation = operations.get(kill % operations.size());
                CrashFindings found = kill(operation, kill);
                reports.merge(
                        operation.name(),
                        new OperationReport(operation.name(), 0, 0, 0, 0, 0).plus(found),
                        (before, _) -> before.plus(found));
                for (String problem : found.all()) {
                    if (problems.size() < MAX_PROBLEMS) {
                        problems.add("%s, kill %d: %s".formatted(operation.name(), kill + 1, problem));
                    }
                }
                log.accept("kill %d of %d: %s: %s"
                        .formatted(
                                kill + 1,
                                plan.kills,
                                operation.name(),
                                found.all().isEmpty()
                                        ? "as it must be"
                                        : found.all().getFirst()));
            }
            return new CrashReport(
                    photos,
                    (System.nanoTime() - start) / 1e9,
                    operations.stream()
                            .flatMap(operation -> Stream.ofNullable(reports.get(operation.name())))
                            .toList(),
                    problems);
        }
    }

    private CrashFindings kill(CrashOperation operation, int number) {
        Random random = new Random(plan.seed * 1_000_003 + number);
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            Optional<CrashFindings> found = operation.kill(random);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new LikenessException(
                ErrorCode.INTERNAL, "the processes of \"%s\" end before they are killed".formatted(operation.name()));
    }

    private CrashSite site(Path folder) {
        Path models = folder.resolve("models");
        SecondEmbedder.write(options.models().directories(), options.models().embedder(), models);
        List<Path> directories = new ArrayList<>(options.models().directories());
        directories.add(models);
        Map<String, String> all = new HashMap<>(environment);
        all.put(
                "LIKENESS_MODELS",
                directories.stream()
                        .map(directory -> directory.toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)));
        all.put("LIKENESS_DETECTOR", options.models().detector());
        all.put("LIKENESS_EMBEDDER", options.models().embedder());
        all.put("LIKENESS_INFERENCE_DEVICE", options.inference().device().toString());
        return new CrashSite(program, all, options, folder);
    }

    /// Copies the photos into the folders `old` and `new`.
    private int split(Path from, Path to) {
        List<Path> files = new ArrayList<>(ImageFiles.find(List.of(from)));
        Collections.shuffle(files, new Random(plan.seed));
        List<Path> chosen = files.subList(0, Math.min(plan.photos, files.size()));
        if (chosen.size() < 3) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "there must be at least 3 photos, got: " + chosen.size());
        }
        try {
            for (int number = 0; number < chosen.size(); number++) {
                Path folder = Files.createDirectories(to.resolve(number % 3 == 2 ? "new" : "old"));
                Files.copy(
                        chosen.get(number),
                        folder.resolve(number + "-" + chosen.get(number).getFileName()));
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the photos cannot be copied", e);
        }
        return chosen.size();
    }

    /// Makes the galleries to begin with: one without and one with names.
    private static List<CrashOperation> operations(CrashSite site) {
        Path folder = site.folder();
        Path plain = folder.resolve("plain");
        Path base = folder.resolve("base");
        site.require(plain, List.of("ingest", folder.resolve("old").toString()));
        CrashSite.copy(plain, base);
        name(site, base);
        Path names = folder.resolve("people.json");
        Path backup = folder.resolve("backup");
        Path another = folder.resolve("another-backup");
        Runnable nothing = () -> {};
        Predicate<Path> never = _ -> false;
        return List.of(
                new CommandOperation(
                        "ingest",
                        site,
                        base,
                        List.of("ingest", folder.resolve("new").toString()),
                        Rule.PHOTO_BY_PHOTO,
                        nothing,
                        null,
                        never),
                new EditOperation(site, base),
                new CommandOperation(
                        "cluster", site, base, List.of("cluster"), Rule.ALL_OR_NOTHING, nothing, null, never),
                new CommandOperation(
                        "re-embedding",
                        site,
                        base,
                        List.of("gallery", "reembed", "--embedder=" + SecondEmbedder.ID),
                        Rule.ALL_OR_NOTHING,
                        nothing,
                        null,
                        index -> SecondEmbedder.ID.equals(
                                site.look(index).values().get(CrashSite.GALLERY))),
                new CommandOperation(
                        "import of names",
                        site,
                        plain,
                        List.of("people", "import", "--json=" + names),
                        Rule.ALL_OR_NOTHING,
                        () -> site.require(base, List.of("people", "export", "--json=" + names)),
                        null,
                        never),
                new CommandOperation(
                        "backup",
                        site,
                        base,
                        List.of("gallery", "backup", another.toString()),
                        Rule.ALL_OR_NOTHING,
                        nothing,
                        another,
                        _ -> isWhole(site, another)),
                new CommandOperation(
                        "restore",
                        site,
                        base,
                        List.of("gallery", "restore", backup.toString(), "--gallery=restored"),
                        Rule.ALL_OR_NOTHING,
                        () -> site.require(base, List.of("gallery", "backup", backup.toString())),
                        null,
                        index -> site.look(index).values().containsKey("restored")),
                new DeletionOperation(site, base));
    }

    private static boolean isWhole(CrashSite site, Path backup) {
        return site.run(site.folder().resolve("index"), List.of("gallery", "verify-backup", backup.toString()))
                .isEmpty();
    }

    private static void name(CrashSite site, Path index) {
        try (Engine engine = site.open(index);
                GallerySnapshot snapshot = engine.galleries().snapshot(CrashSite.GALLERY)) {
            List<FaceId> faces = snapshot.facesAfter(null, NAMES.size());
            if (faces.size() < 2) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "the photos must show at least 2 faces, got: " + faces.size());
            }
            PeopleEditor editor = engine.people(CrashSite.GALLERY).editor(Actor.LOCAL);
            for (int face = 0; face < faces.size(); face++) {
                editor.nameFace(faces.get(face), NAMES.get(face));
            }
        }
    }
}
