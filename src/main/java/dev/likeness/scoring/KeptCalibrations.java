package dev.likeness.scoring;

import dev.likeness.calibration.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Calibrations that were read from files, and are read again when their file changes. A search needs one, and
/// parsing it takes longer than the search.
///
/// A file is the same if its identity, its size and its times are. Where the file system says when it last
/// changed anything about a file (`ctime`), no program can set that time back, so a file in place of another is
/// noticed even with the size and the time of modification of the former.
final class KeptCalibrations {
    /// A file that changes again within one step of its file system's clock may bear the same times: some count
    /// in steps of two seconds. Younger files are therefore read each time.
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Map<Path, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Stamp stamp, Calibration calibration) {}

    /// What is seen of a file without reading it: its identity, size and times, by their names.
    private record Stamp(Map<String, Object> attributes) {
        private static final String UNIX = "unix:dev,ino,size,lastModifiedTime,ctime";
        private static final String BASIC = "basic:fileKey,size,lastModifiedTime,creationTime";

        static Stamp of(Path file) throws IOException {
            boolean hasUnix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            return new Stamp(Files.readAttributes(file, hasUnix ? UNIX : BASIC));
        }

        boolean isBefore(Instant time) {
            return attributes.values().stream()
                    .allMatch(value ->
                            !(value instanceof FileTime at) || at.toInstant().isBefore(time));
        }
    }

    /// @param clock the time by which files are young
    KeptCalibrations(InstantSource clock) {
        this.clock = clock;
    }

    /// The calibration in a file; empty if there is no such file.
    ///
    /// @throws dev.likeness.face.LikenessException as [Calibration#read]
    Optional<Calibration> read(Path file) {
        if (!Files.exists(file)) {
            kept.remove(file);
            return Optional.empty();
        }
        Instant settled = clock.instant().minus(SETTLED);
        @Nullable Stamp stamp = stamp(file);
        Kept before = kept.get(file);
        if (before != null && before.stamp().equals(stamp)) {
            return Optional.of(before.calibration());
        }
        // The stamp is older than what is read now, so a change in between is noticed the next time.
        Calibration calibration = Calibration.read(file);
        kept.keySet().removeIf(other -> !Files.exists(other));
        if (stamp != null && stamp.isBefore(settled)) {
            kept.put(file, new Kept(stamp, calibration));
        } else {
            kept.remove(file);
        }
        return Optional.of(calibration);
    }

    /// Null if nothing can be seen of the file, which reading it explains.
    private static @Nullable Stamp stamp(Path file) {
        try {
            return Stamp.of(file);
        } catch (IOException _) {
            return null;
        }
    }
}
