package dev.likeness.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Samples the resident memory of this process that no file backs: heap, stacks and what libraries allocate, but not
/// the mapped files of an index.
final class AnonymousMemory implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "RssAnon:";
    private static final long INTERVAL_MILLIS = 50;

    private final Thread sampler = Thread.ofPlatform().daemon().name("memory").unstarted(this::sample);
    private volatile long peakKilobytes;

    private AnonymousMemory() {}

    static AnonymousMemory sampling() {
        AnonymousMemory memory = new AnonymousMemory();
        memory.sampler.start();
        return memory;
    }

    /// The highest sample in megabytes; null where the platform does not tell.
    @Nullable
    Double peakMegabytes() {
        return peakKilobytes == 0 ? null : (Double) (peakKilobytes / 1024.0);
    }

    private void sample() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                peakKilobytes = Math.max(peakKilobytes, kilobytes());
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException _) {
            // The measurement has ended.
        }
    }

    private static long kilobytes() {
        try {
            Optional<String> line = Files.readAllLines(STATUS).stream()
                    .filter(each -> each.startsWith(FIELD))
                    .findFirst();
            return line.map(text -> Long.parseLong(text.substring(FIELD.length(), text.length() - " kB".length())
                            .strip()))
                    .orElse(0L);
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
