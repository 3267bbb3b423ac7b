package dev.likeness.api.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers notes, one after the other and each at least once, on a thread of its own. A note that is not
/// accepted is sent again after pauses that double; after eight attempts, about two minutes, it is given up.
/// An outage of the receiver is logged once.
public final class WebhookDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);
    private static final int MAX_ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    private final DuplicateNotes notes;
    private final WebhookSender sender;
    private final AtomicLong givenUp = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("webhook").daemon().unstarted(this::run);
    private boolean isOutageLogged;

    public WebhookDelivery(DuplicateNotes notes, WebhookSender sender) {
        this.notes = notes;
        this.sender = sender;
    }

    public void start() {
        thread.start();
    }

    /// The number of notes that were given up since the start.
    public long givenUp() {
        return givenUp.get();
    }

    private void run() {
        try {
            while (true) {
                deliver(notes.await());
            }
        } catch (InterruptedException _) {
            // The server stops; the next one delivers what is left.
        }
    }

    private void deliver(DuplicateNote note) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            try {
                sender.send(note);
                isOutageLogged = false;
                remove(note);
                return;
            } catch (IOException | RuntimeException e) {
                if (attempt == MAX_ATTEMPTS) {
                    giveUp(note, e);
                } else {
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
                }
            }
        }
    }

    private void giveUp(DuplicateNote note, Exception failure) {
        givenUp.incrementAndGet();
        if (!isOutageLogged) {
            isOutageLogged = true;
            LOG.error(
                    "the webhook did not accept a note of a duplicate in {} attempts, so it is given up; further ones"
                            + " are not logged until it accepts one: {}",
                    MAX_ATTEMPTS,
                    failure.toString());
        }
        remove(note);
    }

    private void remove(DuplicateNote note) {
        try {
            notes.remove(note);
        } catch (UncheckedIOException e) {
            LOG.warn("a note of a duplicate may be delivered again after a restart", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        sender.close();
    }
}
