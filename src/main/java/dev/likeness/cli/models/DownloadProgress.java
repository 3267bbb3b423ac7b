package dev.likeness.cli.models;

import dev.likeness.cli.terminal.Console;
import dev.likeness.onnx.download.DownloadListener;
import dev.likeness.onnx.download.PinnedFile;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Shows a download on a terminal, and its connections as lines elsewhere.
final class DownloadProgress implements DownloadListener, AutoCloseable {
    private static final long MEGABYTE = 1_000_000;

    private final Console console;
    private Console.@Nullable Progress progress;

    DownloadProgress(Console console) {
        this.console = console;
    }

    @Override
    public void connecting(URI address, PinnedFile file, long received) {
        if (received > 0) {
            console.note(String.format(
                    Locale.ROOT,
                    "Going on after %.1f of %.1f MB",
                    received / (double) MEGABYTE,
                    file.bytes() / (double) MEGABYTE));
        }
        if (progress == null) {
            progress = console.progress(file.name(), "MB", file.bytes() / MEGABYTE);
        }
        received(received);
    }

    @Override
    public void received(long received) {
        if (progress != null) {
            progress.to(received / MEGABYTE);
        }
    }

    @Override
    public void retrying(String reason) {
        console.note("The connection failed (%s); trying again".formatted(reason));
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
