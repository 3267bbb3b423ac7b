package dev.likeness.engine.tombstones;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.support.Json;
import dev.likeness.support.LineLog;
import dev.likeness.support.ProcessLock;
import dev.likeness.support.RegularFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Remembers what was deleted from the galleries of a folder, in a file beside them, so that a backup that
/// is restored later does not bring it back. The file holds no biometric data: [Tombstone] says what it holds.
///
/// A deletion is recorded before its commit: if the process dies in between, what the user wanted to delete
/// is deleted by a restore, too. Several processes may record at the same time.
public final class Tombstones {
    /// The file beside the galleries.
    public static final String FILE = ".tombstones.jsonl";

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// The file in a gallery's folder that is locked while something is deleted.
    private static final String ERASING = ".erasing.lock";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Path galleries;
    private final LineLog file;
    private final InstantSource clock;

    /// @param galleries the folder of the galleries
    public Tombstones(Path galleries) {
        this(galleries, InstantSource.system());
    }

    /// As [#Tombstones(Path)], with another clock.
    public Tombstones(Path galleries, InstantSource clock) {
        this.clock = clock;
        this.galleries = galleries;
        this.file = new LineLog(galleries.resolve(FILE));
    }

    /// Records that a gallery is about to lose photos, faces and people.
    ///
    /// @param faces those of the photos included
    /// @throws LikenessException `IO_FAILED`
    public void record(
            String gallery, Collection<PhotoId> photos, Collection<FaceId> faces, Collection<PersonId> people) {
        append(hashes -> new Tombstone(
                clock.instant(),
                hashes.ofGallery(gallery),
                false,
                photos.stream().map(hashes::ofPhoto).sorted().toList(),
                faces.stream().map(hashes::ofFace).sorted().toList(),
                people.stream().map(PersonId::value).sorted().toList()));
    }

    /// Records that a gallery is about to be deleted.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void recordGallery(String gallery) {
        append(hashes ->
                new Tombstone(clock.instant(), hashes.ofGallery(gallery), true, List.of(), List.of(), List.of()));
    }

    /// Records that a gallery was not deleted after all.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void withdrawGallery(String gallery) {
        record(gallery, List.of(), List.of(), List.of());
    }

    /// Keeps backups from reading the record until what it says is deleted: a backup that knows of a deletion
    /// must not hold what was deleted.
    ///
    /// @return the lock; it is taken before the record is written and released after the commit
    /// @throws LikenessException `GALLERY_LOCKED` if another erasure holds it for half a minute; `IO_FAILED`
    public Closeable startErasure(String gallery) {
        Path folder = galleries.resolve(gallery);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (Files.isDirectory(folder)) {
                Optional<ProcessLock> lock = ProcessLock.take(folder.resolve(ERASING));
                if (lock.isPresent()) {
                    return lock.get()::close;
                }
                if (System.nanoTime() > end) {
                    throw new LikenessException(
                            ErrorCode.GALLERY_LOCKED,
                            "gallery %s is in use: something has been deleted from it for more than %d seconds"
                                    .formatted(gallery, PATIENCE.toSeconds()));
                }
                Thread.sleep(PAUSE);
            }
            return () -> {};
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted while waiting for a deletion", e);
        } catch (IOException e) {
            throw failed("lock", e);
        }
    }

    /// The file's content at a moment at which nothing is being deleted from a gallery: its next commit to be
    /// read has nothing of what the file says. Empty if there is none.
    ///
    /// @throws LikenessException as [#startErasure]
    public Optional<byte[]> contentBetweenErasures(String gallery) {
        try (Closeable _ = startErasure(gallery)) {
            return content();
        } catch (IOException e) {
            throw failed("lock", e);
        }
    }

    /// Everything that was recorded; empty if nothing was.
    ///
    /// @throws LikenessException `IO_FAILED` if the file is damaged or cannot be read
    public Optional<TombstoneLog> log() {
        return content().map(TombstoneLog::parse);
    }

    /// The file's content; empty if there is none.
    ///
    /// @throws LikenessException `IO_FAILED`
    public Optional<byte[]> content() {
        try {
            return Files.exists(file.file())
                    ? Optional.of(RegularFile.readAllBytes(file.file(), RegularFile.MAX_TEXT_BYTES))
                    : Optional.empty();
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /// Takes over the record of another folder of galleries, unless there is one here.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void adopt(byte[] other) {
        try {
            file.append(lines -> lines.isEmpty() ? LineLog.complete(other) : List.of());
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    private void append(Function<TombstoneLog, Tombstone> made) {
        try {
            file.append(lines -> {
                String header = lines.isEmpty() ? newHeader() : lines.getFirst();
                String line = Json.line(made.apply(new TombstoneLog(TombstoneLog.key(header), List.of())));
                return lines.isEmpty() ? List.of(header, line) : List.of(line);
            });
        } catch (IOException e) {
            throw failed("write", e);
        }
    }

    private static String newHeader() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Json.line(new TombstoneLog.Header(HexFormat.of().formatHex(key)));
    }

    private LikenessException failed(String what, IOException cause) {
        return new LikenessException(
                ErrorCode.IO_FAILED, "cannot %s %s: %s".formatted(what, file.file(), RegularFile.reason(cause)), cause);
    }
}
