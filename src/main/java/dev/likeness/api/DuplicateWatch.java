package dev.likeness.api;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.webhook.DuplicateNote;
import dev.likeness.api.webhook.DuplicateNotes;
import dev.likeness.api.webhook.DuplicatesOptions;
import dev.likeness.api.webhook.WebhookDelivery;
import dev.likeness.api.webhook.WebhookSender;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GallerySnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for likely duplicates of new people while the server runs, and tells the configured webhook of them.
/// It only reads, on a thread of its own, so neither requests nor ingests wait for it. Looking finds what
/// other processes add as well.
///
/// The rule is that of `likeness duplicates --new-since`: a pair with at least
/// [DuplicatesRequest#DEFAULT_MIN_PROBABILITY] of which one person has a greater number than all who were
/// compared before. People who are there when the webhook is first configured are not new.
final class DuplicateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateWatch.class);
    private static final String FILE = "duplicates.json";
    private static final Duration PERIOD = Duration.ofMillis(500);

    /// A gallery that changes without a pause is searched all the same.
    private static final Duration MAX_DELAY = Duration.ofMinutes(1);

    /// The share of one processor that searches take, as a divisor.
    private static final int SHARE = 10;

    private final Backend backend;
    private final DuplicateNotes notes;
    private final WebhookDelivery delivery;
    private final Map<String, Seen> seen = new HashMap<>();

    /// Galleries whose search failed, which is logged once.
    private final Set<String> failed = new HashSet<>();

    private final Thread thread =
            Thread.ofPlatform().name("duplicate-watch").daemon().unstarted(this::run);

    /// What is known of a gallery.
    ///
    /// @param version at the last look
    /// @param searchedVersion at the last search
    /// @param nextSearchNanos when the next search may begin
    /// @param changedNanos when the first change since the last search was seen
    private record Seen(String version, String searchedVersion, long nextSearchNanos, long changedNanos) {}

    private DuplicateWatch(Backend backend, DuplicateNotes notes, WebhookDelivery delivery) {
        this.backend = backend;
        this.notes = notes;
        this.delivery = delivery;
    }

    /// Starts to look; empty if the configuration has no webhook.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the secret cannot be read
    static Optional<DuplicateWatch> start(Backend backend, Path galleries, DuplicatesOptions options) {
        return options.url().map(url -> {
            DuplicateNotes notes =
                    DuplicateNotes.in(KeyRing.serverFolder(galleries).resolve(FILE));
            WebhookDelivery delivery = new WebhookDelivery(notes, new WebhookSender(url, options.webhookSecretFile()));
            DuplicateWatch watch = new DuplicateWatch(backend, notes, delivery);
            backend.metrics().gauge("likeness.webhook.pending", "Notes that are still to be delivered", notes::size);
            backend.metrics()
                    .gauge(
                            "likeness.webhook.given.up",
                            "Notes that the webhook did not accept since the server started",
                            delivery::givenUp);
            watch.retain(backend.engine().galleries().names());
            watch.rememberPeople();
            delivery.start();
            watch.thread.start();
            return watch;
        });
    }

    /// Takes the people of galleries that were never searched for known ones.
    private void rememberPeople() {
        for (String gallery : backend.engine().galleries().names()) {
            if (notes.searched(backend.incarnation(gallery)).isEmpty()) {
                try {
                    notes.found(backend.incarnation(gallery), lastPerson(gallery), List.of());
                } catch (LikenessException e) {
                    LOG.warn("cannot read the people of gallery {}", gallery, e);
                }
            }
        }
    }

    /// The greatest number that a person of a gallery ever had.
    private long lastPerson(String gallery) {
        try (GallerySnapshot snapshot = backend.engine().galleries().snapshot(gallery)) {
            return snapshot.nextPersonId() - 1;
        }
    }

    private void run() {
        try {
            while (!backend.jobs().isStopped()) {
                tick();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException _) {
            // The server stops.
        }
    }

    private void tick() {
        try {
            List<String> galleries = backend.engine().galleries().names();
            retain(galleries);
            seen.keySet().retainAll(galleries);
            for (String gallery : galleries) {
                look(gallery);
            }
        } catch (RuntimeException e) {
            LOG.debug("the watch for duplicates failed, and goes on", e);
        }
    }

    private void retain(List<String> galleries) {
        notes.retain(galleries.stream().map(backend::incarnation).collect(Collectors.toSet()));
    }

    private void look(String gallery) {
        String version;
        try {
            version = backend.engine().contents(gallery).version();
        } catch (LikenessException _) {
            // It was deleted or is damaged; requests for it say so.
            return;
        }
        long now = System.nanoTime();
        Seen before = seen.getOrDefault(gallery, new Seen("", "", now, now));
        boolean isChanged = !version.equals(before.searchedVersion());
        boolean isQuiet = version.equals(before.version()) || now - before.changedNanos() > MAX_DELAY.toNanos();
        if (isChanged && isQuiet && now - before.nextSearchNanos() >= 0) {
            search(gallery);
            long end = System.nanoTime();
            seen.put(gallery, new Seen(version, version, end + SHARE * (end - now), end));
        } else {
            boolean isFirstChange = before.version().equals(before.searchedVersion());
            seen.put(
                    gallery,
                    new Seen(
                            version,
                            before.searchedVersion(),
                            before.nextSearchNanos(),
                            isFirstChange ? now : before.changedNanos()));
        }
    }

    private void search(String gallery) {
        String incarnation = backend.incarnation(gallery);
        long newSince = notes.searched(incarnation).orElse(0);
        try {
            if (lastPerson(gallery) <= newSince) {
                return;
            }
            DuplicatesRequest request = new DuplicatesRequest(
                    gallery, DuplicatesRequest.DEFAULT_MIN_PROBABILITY, Integer.MAX_VALUE, newSince);
            DuplicatesResult result = backend.engine().duplicates(request, backend.jobs()::isStopped);
            List<DuplicateNote> found = notes(result, newSince);
            if (result.lastPerson() > newSince || !found.isEmpty()) {
                notes.found(incarnation, Math.max(newSince, result.lastPerson()), found);
            }
            failed.remove(gallery);
        } catch (RuntimeException e) {
            if (!backend.jobs().isStopped() && failed.add(gallery)) {
                LOG.warn("cannot look for duplicates of new people in gallery {}: {}", gallery, e.getMessage());
            }
        }
    }

    private static List<DuplicateNote> notes(DuplicatesResult result, long newSince) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<DuplicateNote> notes = new ArrayList<>();
        for (DuplicatesResult.Group group : result.groups()) {
            for (DuplicatesResult.Candidate pair : group.pairs()) {
                long first = pair.first().value();
                long second = pair.second().value();
                if (Math.max(first, second) > newSince && pair.probability() >= result.minProbability()) {
                    notes.add(DuplicateNote.of(
                            result.gallery(),
                            Math.max(first, second),
                            Math.min(first, second),
                            pair.probability(),
                            now));
                }
            }
        }
        return notes;
    }

    /// Looks no more. What is not delivered is by the next server.
    @Override
    public void close() {
        thread.interrupt();
        delivery.close();
    }
}
