package dev.likeness.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns Ctrl-C (SIGINT) and SIGTERM into a request to finish. The process ends when the command has closed this object
/// or its patience has elapsed; so open it before every other resource of the command.
public final class Interruption implements AutoCloseable {
    /// The exit status that a shell reports for a process ended by SIGINT.
    public static final int EXIT_STATUS = 130;

    /// What is stored so far is safe, and running again finishes the job, so nobody has to wait for more.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

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

    /// Starts to listen for Ctrl-C.
    ///
    /// @param patience maximum time for the command to finish
    public static Interruption onCtrlC(Duration patience) {
        Interruption interruption = new Interruption(patience);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    public boolean happened() {
        return happened;
    }

    /// Waits for the interruption.
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
