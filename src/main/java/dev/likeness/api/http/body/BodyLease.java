package dev.likeness.api.http.body;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What the body of one request has reserved in memory and on disk.
public final class BodyLease {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final BodyBudget memory;
    private final BodyBudget disk;
    private long inMemory;
    private long onDisk;

    /// A lease of nothing yet.
    public BodyLease(BodyBudget memory, BodyBudget disk) {
        this.memory = memory;
        this.disk = disk;
    }

    /// Reserves bytes in memory.
    ///
    /// @throws ProblemException 503 `OVERLOADED`
    public void requireMemory(long bytes) {
        if (!memory.tryReserve(bytes)) {
            throw overloaded();
        }
        inMemory += bytes;
    }

    /// Reserves bytes on disk.
    ///
    /// @throws ProblemException 503 `OVERLOADED`
    public void requireDisk(long bytes) {
        if (!disk.tryReserve(bytes)) {
            throw overloaded();
        }
        onDisk += bytes;
    }

    /// Reads a body, or a file of a form, that lies on disk, as soon as there is memory for it.
    ///
    /// @throws ProblemException 503 `OVERLOADED`; 413 `BODY_TOO_LARGE` if there never is
    public byte[] load(Path file) {
        try {
            long size = Files.size(file);
            if (size > memory.capacity()) {
                throw new ProblemException(
                        ProblemCode.BODY_TOO_LARGE,
                        "a file must have at most %d bytes to be read into memory".formatted(memory.capacity()));
            }
            if (!memory.reserve(size, PATIENCE)) {
                throw overloaded();
            }
            inMemory += size;
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.shuttingDown();
        }
    }

    /// Gives back all that this request has reserved.
    public void release() {
        memory.release(inMemory);
        disk.release(onDisk);
        inMemory = 0;
        onDisk = 0;
    }

    private static ProblemException overloaded() {
        return new ProblemException(
                ProblemCode.OVERLOADED,
                "the server has no room for this body besides those of other requests",
                RETRY_AFTER);
    }
}
