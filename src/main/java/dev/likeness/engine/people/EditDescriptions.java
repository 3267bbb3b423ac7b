package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
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

/// Texts for edits and for contradictions between assertions.
final class EditDescriptions {
    private EditDescriptions() {}

    /// Describes an event as a sentence without its subject, the user.
    static String event(PeopleEvent event, EditHistory history, Function<PersonId, String> label) {
        return switch (event.action()) {
            case UserAction.Named named ->
                named.name() == null
                        ? "took the name from #" + named.person()
                        : "named #%s %s".formatted(named.person(), named.name());
            case UserAction.NamedFace(FaceId face, PersonId person, String name) ->
                "named face %s %s (#%s)".formatted(face, name, person);
            case UserAction.Merged(List<PersonId> from, PersonId into) ->
                "merged %s into %s".formatted(people(from, label), label.apply(into));
            case UserAction.Split split ->
                "split %s off to the new person %s".formatted(faces(split.faces()), label.apply(split.person()));
            case UserAction.Moved(List<FaceId> faces, PersonId person) ->
                "moved %s to %s".formatted(faces(faces), label.apply(person));
            case UserAction.Confirmed(List<FaceId> faces, PersonId person) ->
                "confirmed %s as %s".formatted(faces(faces), label.apply(person));
            case UserAction.Rejected(List<FaceId> faces, PersonId person) ->
                "said that %s %s not %s".formatted(faces(faces), are(faces), label.apply(person));
            case UserAction.MarkedNotAFace(List<FaceId> faces) ->
                "said that %s %s none".formatted(faces(faces), are(faces));
            case UserAction.UnmarkedNotAFace(List<FaceId> faces) ->
                "said that %s %s one after all".formatted(faces(faces), are(faces));
            case UserAction.Retracted(List<FaceId> faces) -> "took back what was said about " + faces(faces);
            case UserAction.Hidden(PersonId person) -> "hid " + label.apply(person);
            case UserAction.Shown(PersonId person) -> "showed " + label.apply(person) + " again";
            case UserAction.CoverChosen chosen ->
                chosen.face() == null
                        ? "left the choice of a cover for %s to the quality".formatted(label.apply(chosen.person()))
                        : "chose face %s as cover of %s".formatted(chosen.face(), label.apply(chosen.person()));
            case UserAction.BirthDateSet dated -> birthDate(dated, label);
            case UserAction.MarkedDifferent(PersonId one, PersonId other) ->
                "said that %s and %s are two people".formatted(label.apply(one), label.apply(other));
            case UserAction.UnmarkedDifferent(PersonId one, PersonId other) ->
                "took back that %s and %s are two people".formatted(label.apply(one), label.apply(other));
            case UserAction.MarkedNotCopies(List<PhotoId> photos) ->
                "said that %d photos are no copies of each other".formatted(photos.size());
            case UserAction.Imported(String source, int faces, int people) ->
                "imported %s: %d faces of %d people".formatted(source, faces, people);
            case UserAction.Undone _ -> {
                PeopleEvent root = history.root(event);
                yield "%s event %d: %s"
                        .formatted(
                                history.isUndo(event) ? "undid" : "redid", root.number(), event(root, history, label));
            }
        };
    }

    private static String birthDate(UserAction.BirthDateSet dated, Function<PersonId, String> label) {
        LocalDate date = dated.date();
        return date == null
                ? "took the day of birth from " + label.apply(dated.person())
                : "said that %s was born on %s".formatted(label.apply(dated.person()), date);
    }

    private static String people(List<PersonId> people, Function<PersonId, String> label) {
        return people.stream().map(label).collect(Collectors.joining(", "));
    }

    private static String faces(List<FaceId> faces) {
        return faces.size() == 1 ? "face " + faces.getFirst() : faces.size() + " faces";
    }

    private static String are(List<FaceId> faces) {
        return faces.size() == 1 ? "is" : "are";
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
            case Assertion.NotAFace notAFace -> edit.label(notAFace.face()) + " is no face";
            case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                edit.label(one) + " and " + edit.label(other) + " are two people";
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
            case Assertion.OfFace ofFace -> {
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
