package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedy;
import dev.likeness.face.UserAction;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Descriptions of edits, for results and the history, and of contradictions between assertions.
final class EditDescriptions {
    /// The description of an edit that changes nothing.
    static final String NO_CHANGE = "changed nothing";

    private EditDescriptions() {}

    /// Describes an event as a sentence in the past tense whose subject, the user, is left out.
    static String event(PeopleEvent event, EditHistory history, Function<PersonId, String> label) {
        if (event.action() instanceof UserAction.Undone) {
            PeopleEvent root = history.root(event);
            String verb = history.isUndo(event) ? "undid" : "redid";
            return "%s event %d: %s".formatted(verb, root.number(), action(root.action(), label));
        }
        return action(event.action(), label);
    }

    private static String action(UserAction action, Function<PersonId, String> label) {
        return switch (action) {
            case UserAction.Named(PersonId person, @Nullable String name) ->
                name == null ? "removed the name of #" + person : "named #%s %s".formatted(person, name);
            case UserAction.NamedFace(FaceId face, PersonId person, String name) ->
                "named face %s %s (#%s)".formatted(face, name, person);
            case UserAction.Merged(List<PersonId> from, PersonId into) ->
                "merged %s into %s".formatted(people(from, label), label.apply(into));
            case UserAction.Split(List<FaceId> faces, PersonId person, @Nullable String _) ->
                "split %s off as the new person %s".formatted(faces(faces), label.apply(person));
            case UserAction.Moved(List<FaceId> faces, PersonId person) ->
                "moved %s to %s".formatted(faces(faces), label.apply(person));
            case UserAction.Confirmed(List<FaceId> faces, PersonId person) ->
                "confirmed %s as %s".formatted(faces(faces), label.apply(person));
            case UserAction.Rejected(List<FaceId> faces, PersonId person) ->
                "rejected %s for %s".formatted(faces(faces), label.apply(person));
            case UserAction.MarkedNotAFace(List<FaceId> faces) ->
                "marked %s as not a face".formatted(detections(faces));
            case UserAction.UnmarkedNotAFace(List<FaceId> faces) ->
                "unmarked %s as not a face".formatted(detections(faces));
            case UserAction.Retracted(List<FaceId> faces) -> "retracted all assertions about " + faces(faces);
            case UserAction.Hidden(PersonId person) -> "hid " + label.apply(person);
            case UserAction.Shown(PersonId person) -> "unhid " + label.apply(person);
            case UserAction.HiddenPeople(List<PersonId> people) -> "hid " + people(people, label);
            case UserAction.ShownPeople(List<PersonId> people) -> "unhid " + people(people, label);
            case UserAction.CoverChosen(PersonId person, @Nullable FaceId face) ->
                face == null
                        ? "reset the cover of " + label.apply(person)
                        : "chose face %s as the cover of %s".formatted(face, label.apply(person));
            case UserAction.BirthDateSet(PersonId person, @Nullable LocalDate date) ->
                date == null
                        ? "removed the birth date of " + label.apply(person)
                        : "set the birth date of %s to %s".formatted(label.apply(person), date);
            case UserAction.ExternalIdSet(PersonId person, @Nullable String externalId) ->
                externalId == null
                        ? "removed the external id of " + label.apply(person)
                        : "set the external id of %s to %s".formatted(label.apply(person), externalId);
            case UserAction.MarkedDifferent(PersonId one, PersonId other) ->
                "marked %s and %s as different people".formatted(label.apply(one), label.apply(other));
            case UserAction.UnmarkedDifferent(PersonId one, PersonId other) ->
                "unmarked %s and %s as different people".formatted(label.apply(one), label.apply(other));
            case UserAction.MarkedNotCopies(List<PhotoId> photos) ->
                "marked %d photos as not copies of each other".formatted(photos.size());
            case UserAction.Drawn(FaceId face, @Nullable PersonId person) ->
                person == null ? "drew face " + face : "drew face %s of %s".formatted(face, label.apply(person));
            case UserAction.Imported(String source, int faces, int people) ->
                "imported %s: %d faces of %d people".formatted(source, faces, people);
            case UserAction.Combined(List<UserAction> parts) ->
                parts.stream().map(part -> action(part, label)).collect(Collectors.joining(", "));
            case UserAction.Undone(long event) -> "undid event " + event;
        };
    }

    /// Formats a person: name and number, or the number alone if the person is unnamed or unknown.
    static String person(PersonId id, @Nullable Person person) {
        return person == null || person.name() == null ? "#" + id : "%s (#%s)".formatted(person.name(), id);
    }

    private static String people(List<PersonId> people, Function<PersonId, String> label) {
        return people.stream().map(label).collect(Collectors.joining(", "));
    }

    private static String faces(List<FaceId> faces) {
        return faces.size() == 1 ? "face " + faces.getFirst() : faces.size() + " faces";
    }

    private static String detections(List<FaceId> faces) {
        return faces.size() == 1 ? "detection " + faces.getFirst() : faces.size() + " detections";
    }

    /// Creates the exception for an assertion that contradicts an earlier one.
    ///
    /// @param event the event that made the earlier assertion, if it is still known
    /// @param isLast whether an undo would undo that event
    static LikenessException contradiction(
            String gallery,
            String wish,
            Assertion assertion,
            Optional<PeopleEvent> event,
            boolean isLast,
            PeopleEdit edit) {
        String said = switch (assertion) {
            case Assertion.Assigned assigned -> edit.label(assigned.face()) + " is " + edit.label(assigned.person());
            case Assertion.Rejected rejected ->
                edit.label(rejected.face()) + " is not " + edit.label(rejected.person());
            case Assertion.NotAFace notAFace -> edit.label(notAFace.face()) + " is not a face";
            case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                edit.label(one) + " and " + edit.label(other) + " are different people";
            case Assertion.NotACopy(PhotoId one, PhotoId other, long _) -> one + " and " + other + " are two photos";
        };
        String when = event.map(
                        made -> made.time().truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("an unknown time");
        return new LikenessException(
                ErrorCode.CONTRADICTION,
                "an edit must not contradict an earlier one, got: %s (now), but: %s (event %d, %s)"
                        .formatted(wish, said, assertion.event(), when),
                facts(gallery, assertion, isLast, edit));
    }

    private static ErrorFacts facts(String gallery, Assertion assertion, boolean isLast, PeopleEdit edit) {
        List<ErrorFacts.LabelledFace> faces = new ArrayList<>();
        List<Remedy> remedies = new ArrayList<>();
        switch (assertion) {
            case Assertion.FaceAssertion ofFace -> {
                FaceId face = ofFace.face();
                faces.add(new ErrorFacts.LabelledFace(face, edit.label(face)));
                remedies.add(new Remedy.RetractFace(gallery, face, edit.label(face)));
            }
            case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                remedies.add(new Remedy.UnmarkDifferent(gallery, one, other));
            case Assertion.NotACopy _ -> {
                // only undoing its edit takes it back
            }
        }
        if (isLast) {
            remedies.add(new Remedy.UndoLastEdit(gallery, assertion.event()));
        }
        return new ErrorFacts(assertion.people(), faces, faces.isEmpty() ? assertion.photos() : List.of(), remedies);
    }
}
