package dev.likeness.bench.crash;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An operation that is a command. It acknowledges nothing before its end. Its process is killed after its
/// first change of the galleries' folder, or shortly before.
final class CommandOperation implements CrashOperation {
    private static final Duration POLL = Duration.ofMillis(4);

    /// Share of the time before the first change in which processes are killed as well.
    private static final double BEFORE_FIRST_CHANGE = 0.1;

    private final String name;
    private final CrashSite site;
    private final Path base;
    private final List<String> command;
    private final Rule rule;
    private final Runnable preparation;
    private final @Nullable Path output;
    private final Predicate<Path> isFinished;
    private @Nullable Reference reference;

    /// What a kill may leave.
    enum Rule {
        /// Everything as before, or as after.
        ALL_OR_NOTHING,

        /// Everything that was there before, and some of the new photos, each with its faces. The people may
        /// differ afterwards, because the faces were clustered in other parts.
        PHOTO_BY_PHOTO
    }

    /// A run that was not killed.
    ///
    /// @param firstMillis until the first change
    /// @param millis until the end
    private record Reference(GalleryView before, GalleryView after, double firstMillis, double millis) {
        /// The same, if a run takes no longer than this: the machine may be less busy now.
        Reference within(double limit) {
            double share = Math.min(1, limit / millis);
            return new Reference(before, after, share * firstMillis, share * millis);
        }
    }

    /// @param base the galleries to begin with
    /// @param command without the option for the galleries
    /// @param preparation runs once, before the first process
    /// @param output what the command writes beside the galleries; null for nothing. Deleted before each kill
    /// @param isFinished whether the command, run again on this folder of galleries, has nothing to do and may
    ///     refuse
    CommandOperation(
            String name,
            CrashSite site,
            Path base,
            List<String> command,
            Rule rule,
            Runnable preparation,
            @Nullable Path output,
            Predicate<Path> isFinished) {
        this.name = name;
        this.site = site;
        this.base = base;
        this.command = command;
        this.rule = rule;
        this.preparation = preparation;
        this.output = output;
        this.isFinished = isFinished;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<CrashFindings> kill(Random random) {
        Reference known = reference == null ? measure() : reference;
        reference = known;
        Path index = copyOfBase();
        double earliest = known.firstMillis * (1 - BEFORE_FIRST_CHANGE);
        long moment = Math.round(earliest + random.nextDouble() * Math.max(1, known.millis - earliest));
        try (CrashChild child = site.start(index, command)) {
            long start = System.nanoTime();
            boolean isOver = child.await(Duration.ofMillis(moment));
            if (isOver) {
                requireSuccess(child);
            }
            if (isOver || !child.kill()) {
                reference = known.within((System.nanoTime() - start) / 1e6);
                return Optional.empty();
            }
        }
        CrashFindings found = new CrashFindings();
        GalleryView left = site.look(index, found);
        if (found.notOpened().isEmpty()) {
            judge(known, left, found);
        }
        finish(known, index, found);
        return Optional.of(found);
    }

    private Path copyOfBase() {
        Path index = site.folder().resolve("index");
        CrashSite.copy(base, index);
        try {
            if (output != null) {
                FileTrees.delete(output);
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot delete " + output, e);
        }
        return index;
    }

    private Reference measure() {
        preparation.run();
        Path index = copyOfBase();
        GalleryView before = site.look(index);
        long unchanged = fingerprint(index);
        long start = System.nanoTime();
        long first = 0;
        try (CrashChild child = site.start(index, command)) {
            while (!child.await(POLL)) {
                if (first == 0 && fingerprint(index) != unchanged) {
                    first = System.nanoTime();
                }
            }
            requireSuccess(child);
        }
        long end = System.nanoTime();
        double millis = (end - start) / 1e6;
        return new Reference(before, site.look(index), first == 0 ? millis / 2 : (first - start) / 1e6, millis);
    }

    private void requireSuccess(CrashChild child) {
        if (child.status() != 0) {
            throw new LikenessException(
                    ErrorCode.INTERNAL,
                    "%s must succeed, and ended with status %d: %s"
                            .formatted(String.join(" ", command), child.status(), child.lastOutput()));
        }
    }

    /// Changes with every file that is made, removed or written.
    private static long fingerprint(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum = 31 * sum
                        + file.hashCode()
                        + Files.getLastModifiedTime(file).toMillis()
                        + Files.size(file);
            }
            return sum;
        } catch (IOException | UncheckedIOException _) {
            // A file was removed meanwhile.
            return -1;
        }
    }

    private void judge(Reference known, GalleryView left, CrashFindings found) {
        if (rule == Rule.ALL_OR_NOTHING) {
            if (!left.equals(known.before) && !left.equals(known.after)) {
                found.halfDone().addAll(left.differences(known.before));
            }
            return;
        }
        Map<String, Map<String, String>> photos = left.byPhoto();
        Map<String, Map<String, String>> before = known.before.byPhoto();
        Map<String, Map<String, String>> after = known.after.byPhoto();
        before.forEach((photo, own) -> {
            if (!own.equals(photos.get(photo))) {
                found.lost().add(photo + " is not what it was");
            }
        });
        photos.forEach((photo, own) -> {
            if (!own.equals(after.get(photo))) {
                found.halfDone().add(photo + " is not what it becomes");
            }
        });
        known.before.values().forEach((key, value) -> {
            if (key.contains(" edit ") && !value.equals(left.values().get(key))) {
                found.lost().add(key);
            }
        });
    }

    /// Runs the command again.
    private void finish(Reference known, Path index, CrashFindings found) {
        boolean wasFinished = isFinished.test(index);
        String problem = site.run(index, command);
        if (!problem.isEmpty() && !wasFinished) {
            found.notFinished().add(problem);
            return;
        }
        CrashFindings afterwards = new CrashFindings();
        GalleryView now = site.look(index, afterwards);
        found.notFinished().addAll(afterwards.notOpened());
        if (rule == Rule.ALL_OR_NOTHING) {
            found.notFinished().addAll(now.differences(known.after));
        } else if (!now.byPhoto().equals(known.after.byPhoto())) {
            found.notFinished().add("the photos are not those of an undisturbed run");
        }
    }
}
