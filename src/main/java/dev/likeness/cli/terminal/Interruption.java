package dev.likeness.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C (SIGINT) or SIGTERM as a request to finish what is in hand. The process ends once the command has
/// closed this, so it is opened before everything that has to be closed, or when patience is at its end.
public final class Interruption implements AutoCloseable {
    /// What a shell reports for a process that SIGINT ended.
    public static final int EXIT_STATUS = 130;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Duration patience;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean happened;
    private final Thread hook = new Thread(this::finish, "interruption");

    private Interruption(Duration patience) {
        this.patience = patience;
    }

    public static Interruption onCtrlC() {
        return onCtrlC(PATIENCE);
    }

    /// @param patience how long the command may take to finish
    public static Interruption onCtrlC(Duration patience) {
        Interruption interruption = new Interruption(patience);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    public boolean happened() {
        return happened;
    }

    /// Waits for it.
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (happened) {
            finished.countDown();
        } else {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                finished.countDown(); // it has just happened
            }
        }
    }

    private void finish() {
        happened = true;
        asked.countDown();
        try {
            boolean _ = finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
