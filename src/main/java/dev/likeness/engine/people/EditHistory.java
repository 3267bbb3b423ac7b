package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The events of a gallery, and which of them are in force.
///
/// An undo is an event, too, and a redo is the undo of an undo. Whatever else is said ends the chance
/// of a redo.
final class EditHistory {
    private final List<PeopleEvent> events;
    private final Map<Long, PeopleEvent> byNumber = new HashMap<>();
    /// What an undo would take back, last on top: events, or redos in their place.
    private final Deque<PeopleEvent> done = new ArrayDeque<>();
    /// Undos that a redo would take back, last on top.
    private final Deque<PeopleEvent> undone = new ArrayDeque<>();

    private final Set<Long> active = new HashSet<>();

    /// @param events oldest first
    EditHistory(List<PeopleEvent> events) {
        this.events = List.copyOf(events);
        for (PeopleEvent event : events) {
            byNumber.put(event.number(), event);
            if (!(event.action() instanceof UserAction.Undone(long target))) {
                done.push(event);
                undone.clear();
            } else if (!undone.isEmpty() && undone.peek().number() == target) {
                undone.pop();
                done.push(event);
            } else {
                done.removeIf(earlier -> earlier.number() == target);
                undone.push(event);
            }
        }
        done.forEach(event -> active.add(root(event).number()));
    }

    List<PeopleEvent> events() {
        return events;
    }

    Optional<PeopleEvent> undoable() {
        return Optional.ofNullable(done.peek());
    }

    Optional<PeopleEvent> redoable() {
        return Optional.ofNullable(undone.peek());
    }

    /// Whether something a user did, and not an undo, is out of force.
    boolean isUndone(PeopleEvent event) {
        return !(event.action() instanceof UserAction.Undone) && !active.contains(event.number());
    }

    /// What an undo, or the undo of one, is about in the end.
    private PeopleEvent root(PeopleEvent event) {
        PeopleEvent root = event;
        while (root.action() instanceof UserAction.Undone(long target) && byNumber.containsKey(target)) {
            root = byNumber.getOrDefault(target, root);
        }
        return root;
    }

    /// How often taken back: an odd number is an undo, an even one a redo.
    private boolean isRedo(PeopleEvent event) {
        boolean redo = true;
        PeopleEvent at = event;
        while (at.action() instanceof UserAction.Undone(long target) && byNumber.containsKey(target)) {
            redo = !redo;
            at = byNumber.getOrDefault(target, at);
        }
        return redo;
    }

    /// The event as a sentence without its subject, the user.
    String describe(PeopleEvent event, Function<PersonId, String> label) {
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
            case UserAction.BirthDateSet dated -> born(dated, label);
            case UserAction.MarkedDifferent(PersonId one, PersonId other) ->
                "said that %s and %s are two people".formatted(label.apply(one), label.apply(other));
            case UserAction.UnmarkedDifferent(PersonId one, PersonId other) ->
                "took back that %s and %s are two people".formatted(label.apply(one), label.apply(other));
            case UserAction.MarkedNotCopies(List<PhotoId> photos) ->
                "said that %d photos are no copies of each other".formatted(photos.size());
            case UserAction.Imported(String source, int faces, int people) ->
                "imported %s: %d faces of %d people".formatted(source, faces, people);
            case UserAction.Undone _ -> {
                PeopleEvent root = root(event);
                yield "%s event %d: %s"
                        .formatted(isRedo(event) ? "redid" : "undid", root.number(), describe(root, label));
            }
        };
    }

    private static String born(UserAction.BirthDateSet dated, Function<PersonId, String> label) {
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
}
