package dev.likeness.engine.people;

import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;

/// Runs edits on a gallery. An edit and its event are written in one commit; an edit that fails or changes
/// nothing writes nothing.
final class EditRunner {
    private final Gallery gallery;
    private final Actor actor;
    private final InstantSource clock;

    /// @param actor who makes the edits
    EditRunner(Gallery gallery, Actor actor, InstantSource clock) {
        this.gallery = gallery;
        this.actor = actor;
        this.clock = clock;
    }

    /// Runs one edit.
    ///
    /// @param steps makes the changes, and returns the user action that they amount to
    EditResult run(Function<PeopleEdit, UserAction> steps) {
        try (GalleryWriter writer = gallery.writer(gallery.embedder());
                GallerySnapshot snapshot = gallery.snapshot()) {
            try {
                PeopleEdit edit = start(writer, snapshot);
                UserAction action = steps.apply(edit);
                if (edit.changes().isEmpty()) {
                    writer.rollback();
                    return new EditResult(null, null, EditDescriptions.NO_CHANGE, action.subject(), List.of());
                }
                return record(writer, snapshot, edit, action);
            } catch (RuntimeException e) {
                writer.rollback();
                throw e;
            }
        }
    }

    /// Reverses events, each in an event of its own, until none is left.
    ///
    /// @param count maximum number of events, at least 1
    /// @param next selects the next event to reverse
    List<EditResult> reverse(int count, Function<EditHistory, Optional<PeopleEvent>> next) {
        if (count < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "count must be at least 1, got: " + count);
        }
        List<EditResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (GalleryWriter writer = gallery.writer(gallery.embedder());
                    GallerySnapshot snapshot = gallery.snapshot()) {
                Optional<PeopleEvent> event =
                        next.apply(new EditHistory(snapshot::event, writer.nextEventNumber() - 1));
                if (event.isEmpty()) {
                    break;
                }
                long number = event.get().number();
                PeopleEdit edit = start(writer, snapshot);
                new EditReversal(snapshot, edit).reverse(changes(snapshot, number));
                results.add(record(writer, snapshot, edit, new UserAction.Undone(number)));
            }
        }
        return results;
    }

    /// Reverses events up to and including an edit.
    ///
    /// @param max the most events to reverse
    /// @param distance number of events to reverse; 0 if that edit cannot be reached
    /// @param kind the edits that can be reached, in words
    List<EditResult> reverseTo(
            long edit,
            int max,
            ToIntBiFunction<EditHistory, Long> distance,
            Function<EditHistory, Optional<PeopleEvent>> next,
            String kind) {
        int count;
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            count = distance.applyAsInt(EditHistory.of(snapshot.events()), edit);
        }
        if (count == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "event must be the number of %s, got: %d".formatted(kind, edit));
        }
        if (count > max) {
            throw new LikenessException(
                    ErrorCode.CONTRADICTION,
                    "event %d can only be reached together with others: at most %d may be reversed, got: %d"
                            .formatted(edit, max, count));
        }
        return reverse(count, next);
    }

    private PeopleEdit start(GalleryWriter writer, GallerySnapshot snapshot) {
        return new PeopleEdit(gallery.name(), snapshot, writer.nextEventNumber(), writer::newPersonId);
    }

    private Changes changes(GallerySnapshot snapshot, long event) {
        return snapshot.changes(event)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.GALLERY_CORRUPT,
                        "gallery %s has lost what event %d changed".formatted(gallery.name(), event)));
    }

    private EditResult record(GalleryWriter writer, GallerySnapshot snapshot, PeopleEdit edit, UserAction action) {
        Changes changes = edit.changes();
        PeopleEvent event =
                new PeopleEvent(edit.number(), clock.instant().truncatedTo(ChronoUnit.MILLIS), actor, action);
        writer.record(event, changes);
        writer.commit();
        EditHistory history = new EditHistory(
                number -> number == event.number() ? Optional.of(event) : snapshot.event(number), event.number());
        return new EditResult(
                event.number(),
                action instanceof UserAction.Undone ? history.root(event).number() : null,
                EditDescriptions.event(event, history, edit::label),
                action.subject(),
                changes.faces().stream()
                        .filter(face -> !Objects.equals(
                                face.before().person(), face.after().person()))
                        .map(Changes.OfFace::face)
                        .toList());
    }
}
