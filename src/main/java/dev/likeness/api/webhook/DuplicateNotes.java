package dev.likeness.api.webhook;

import dev.likeness.support.AtomicFile;
import dev.likeness.support.Json;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The notes that are still to be delivered, and up to which person each gallery was searched. Both are one
/// file, so that a process that is killed loses no note: it may deliver its last one again.
///
/// Safe for use by several threads.
public final class DuplicateNotes {
    /// A receiver that is down for long gets the latest ones.
    private static final int MAX_NOTES = 1000;

    private static final int MAX_FILE_BYTES = 16 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateNotes.class);

    private final Path file;
    private final TreeMap<String, Long> searched;
    private final Deque<Waiting> notes;

    /// A note that is to be delivered.
    ///
    /// @param of what tells the note's gallery from a later one of its name
    private record Waiting(@Nullable String of, @Nullable DuplicateNote note) {
        boolean isWhole() {
            return of != null && note != null && note.isWhole();
        }
    }

    /// The content of the file.
    ///
    /// @param searched by gallery, the greatest number of a person who was compared
    private record Content(TreeMap<String, Long> searched, List<Waiting> notes) {}

    private DuplicateNotes(Path file, Content content) {
        this.file = file;
        this.searched = content.searched();
        this.notes = new ArrayDeque<>(content.notes());
    }

    /// The notes of a file, which need not exist. A damaged one counts as empty.
    public static DuplicateNotes in(Path file) {
        Content empty = new Content(new TreeMap<>(), List.of());
        if (!Files.exists(file)) {
            return new DuplicateNotes(file, empty);
        }
        try {
            String text = RegularFile.readString(file, MAX_FILE_BYTES);
            Content content = TextLimits.json().readValue(text, Content.class);
            if (content != null
                    && content.searched() != null
                    && content.notes() != null
                    && content.searched().values().stream().allMatch(Objects::nonNull)
                    && content.notes().stream().allMatch(waiting -> waiting != null && waiting.isWhole())) {
                return new DuplicateNotes(file, content);
            }
            LOG.warn("the notes of duplicates in {} are damaged, and start empty", file);
        } catch (IOException | JacksonException e) {
            LOG.warn("the notes of duplicates in {} cannot be read, and start empty", file, e);
        }
        return new DuplicateNotes(file, empty);
    }

    /// Up to which person a gallery was searched; empty if it never was.
    ///
    /// @param gallery what tells it from an earlier one of its name
    public synchronized OptionalLong searched(String gallery) {
        Long person = searched.get(gallery);
        return person == null ? OptionalLong.empty() : OptionalLong.of(person);
    }

    /// Notes that a gallery was searched, with what was found.
    ///
    /// @throws UncheckedIOException if the file cannot be written; then nothing is noted
    public synchronized void found(String gallery, long person, List<DuplicateNote> found) {
        Long before = searched.put(gallery, person);
        List<Waiting> added =
                found.stream().map(note -> new Waiting(gallery, note)).toList();
        notes.addAll(added);
        try {
            write();
        } catch (UncheckedIOException e) {
            added.forEach(notes::remove);
            if (before == null) {
                searched.remove(gallery);
            } else {
                searched.put(gallery, before);
            }
            throw e;
        }
        notifyAll();
    }

    /// Forgets galleries that are no more, with their notes.
    public synchronized void retain(Set<String> galleries) {
        boolean isChanged = searched.keySet().retainAll(galleries);
        if (notes.removeIf(waiting -> !galleries.contains(waiting.of())) || isChanged) {
            write();
        }
    }

    /// Waits for the oldest note.
    synchronized DuplicateNote await() throws InterruptedException {
        while (notes.isEmpty()) {
            wait();
        }
        return Objects.requireNonNull(notes.getFirst().note());
    }

    /// Removes a note that was delivered or given up.
    synchronized void remove(DuplicateNote note) {
        notes.removeIf(waiting -> note.equals(waiting.note()));
        write();
    }

    /// The number of notes that are still to be delivered.
    public synchronized int size() {
        return notes.size();
    }

    private void write() {
        while (notes.size() > MAX_NOTES) {
            LOG.warn("a note of a duplicate was dropped, because more than {} wait for the webhook", MAX_NOTES);
            notes.removeFirst();
        }
        try {
            AtomicFile.write(file, Json.bytes(new Content(searched, List.copyOf(notes))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
