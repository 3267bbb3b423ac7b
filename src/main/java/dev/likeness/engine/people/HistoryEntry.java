package dev.likeness.engine.people;

import dev.likeness.face.Actor;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One event of the edit history. An undo or redo names the people, faces and photos of the edit that it
/// undoes or redoes.
///
/// @param actor who did it; null if the event was stored before actors were
/// @param people the people that the event names; the person it is mainly about comes first
/// @param faces the faces that the event names
/// @param photos the photos that the event names directly and not through a face
/// @param name the name that the event gave, took back or gave again; null if it is about no name
/// @param original the number of the edit that an undo or redo refers to; null for an edit
/// @param description the event as a sentence without its subject, such as `merged #2 into Ada (#1)`
/// @param undone whether it was undone and not redone
public record HistoryEntry(
        long event,
        Instant time,
        @Nullable Actor actor,
        Type type,
        List<PersonId> people,
        List<FaceId> faces,
        List<PhotoId> photos,
        @Nullable String name,
        @Nullable Long original,
        String description,
        boolean undone) {

    /// The kind of an event.
    public enum Type {
        NAME_PERSON,
        NAME_FACE,
        MERGE_PEOPLE,
        SPLIT_PERSON,
        MOVE_FACES,
        CONFIRM_FACES,
        REJECT_FACES,
        MARK_NOT_A_FACE,
        UNMARK_NOT_A_FACE,
        RETRACT_FACES,
        HIDE_PERSON,
        SHOW_PERSON,
        HIDE_PEOPLE,
        SHOW_PEOPLE,
        CHOOSE_COVER,
        SET_BIRTH_DATE,
        SET_EXTERNAL_ID,
        MARK_DIFFERENT,
        UNMARK_DIFFERENT,
        MARK_NOT_COPIES,
        DRAW_FACE,
        COMBINED,
        IMPORT_PEOPLE,
        UNDO,
        REDO;

        private static Type of(PeopleEvent event, EditHistory history) {
            return switch (event.action()) {
                case UserAction.Named _ -> NAME_PERSON;
                case UserAction.NamedFace _ -> NAME_FACE;
                case UserAction.Merged _ -> MERGE_PEOPLE;
                case UserAction.Split _ -> SPLIT_PERSON;
                case UserAction.Moved _ -> MOVE_FACES;
                case UserAction.Confirmed _ -> CONFIRM_FACES;
                case UserAction.Rejected _ -> REJECT_FACES;
                case UserAction.MarkedNotAFace _ -> MARK_NOT_A_FACE;
                case UserAction.UnmarkedNotAFace _ -> UNMARK_NOT_A_FACE;
                case UserAction.Retracted _ -> RETRACT_FACES;
                case UserAction.Hidden _ -> HIDE_PERSON;
                case UserAction.Shown _ -> SHOW_PERSON;
                case UserAction.HiddenPeople _ -> HIDE_PEOPLE;
                case UserAction.ShownPeople _ -> SHOW_PEOPLE;
                case UserAction.CoverChosen _ -> CHOOSE_COVER;
                case UserAction.BirthDateSet _ -> SET_BIRTH_DATE;
                case UserAction.ExternalIdSet _ -> SET_EXTERNAL_ID;
                case UserAction.MarkedDifferent _ -> MARK_DIFFERENT;
                case UserAction.UnmarkedDifferent _ -> UNMARK_DIFFERENT;
                case UserAction.MarkedNotCopies _ -> MARK_NOT_COPIES;
                case UserAction.Drawn _ -> DRAW_FACE;
                case UserAction.Combined _ -> COMBINED;
                case UserAction.Imported _ -> IMPORT_PEOPLE;
                case UserAction.Undone _ -> history.isUndo(event) ? UNDO : REDO;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static HistoryEntry of(PeopleEvent event, EditHistory history, String description, boolean undone) {
        PeopleEvent root = history.root(event);
        return new HistoryEntry(
                event.number(),
                event.time(),
                event.actor(),
                Type.of(event, history),
                root.action().people(),
                root.action().faces(),
                root.action().photos(),
                root.action().name(),
                event.action() instanceof UserAction.Undone ? root.number() : null,
                description,
                undone);
    }
}
