package dev.likeness.bench.crash;

import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GalleryCheck;
import dev.likeness.support.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where the processes are started, and what they work on. Each kill gets a copy of the galleries.
///
/// @param program the command line of Likeness, without a command
/// @param environment of the processes
/// @param options of the engine that looks at the galleries
/// @param folder for all files
record CrashSite(List<String> program, Map<String, String> environment, EngineOptions options, Path folder) {
    static final String GALLERY = "default";

    /// How long a command may take that is not killed.
    static final Duration MAX_DURATION = Duration.ofMinutes(10);

    /// Starts a command on galleries.
    CrashChild start(Path index, List<String> command) {
        List<String> all = new ArrayList<>(program);
        all.addAll(command);
        all.add("--index=" + index);
        return CrashChild.start(all, environment, folder.resolve("output.log"));
    }

    /// Runs a command to its end.
    ///
    /// @return what went wrong; empty if it succeeded
    String run(Path index, List<String> command) {
        try (CrashChild child = start(index, command)) {
            if (!child.await(MAX_DURATION)) {
                return "%s does not end".formatted(String.join(" ", command));
            }
            return child.status() == 0
                    ? ""
                    : "%s ended with status %d: %s"
                            .formatted(String.join(" ", command), child.status(), child.lastOutput());
        }
    }

    /// Runs a command that the others need.
    ///
    /// @throws LikenessException `INTERNAL` if it fails
    void require(Path index, List<String> command) {
        String problem = run(index, command);
        if (!problem.isEmpty()) {
            throw new LikenessException(ErrorCode.INTERNAL, problem);
        }
    }

    /// An engine on galleries.
    Engine open(Path index) {
        return Engine.open(options.withIndexDirectory(index), _ -> {});
    }

    /// What can be seen of galleries.
    GalleryView look(Path index) {
        try (Engine engine = open(index)) {
            return GalleryView.of(engine);
        }
    }

    /// What can be seen of galleries after a kill. What is wrong with them is noted.
    GalleryView look(Path index, CrashFindings found) {
        try (Engine engine = open(index)) {
            for (String gallery : engine.galleries().names()) {
                GalleryCheck check = engine.galleries().check(gallery);
                if (!check.isSound()) {
                    found.notOpened().add("gallery %s: %s %s".formatted(gallery, check.problem(), check.findings()));
                }
            }
            return GalleryView.of(engine);
        } catch (LikenessException e) {
            found.notOpened().add(String.valueOf(e.getMessage()));
            return new GalleryView(Map.of());
        }
    }

    /// Replaces a folder by a copy of another.
    static void copy(Path from, Path to) {
        try {
            if (Files.exists(to)) {
                FileTrees.delete(to);
            }
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path target = to.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target);
                    }
                }
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot copy %s to %s".formatted(from, to), e);
        }
    }
}
