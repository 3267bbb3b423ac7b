package dev.likeness.engine.people;

import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedy;
import dev.likeness.face.UserAction;
import dev.likeness.face.UserAction.PersonChange;
import dev.likeness.index.Gallery;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The edits that users make to the people of a gallery.
///
/// Every edit is one event in the gallery's history, written in one commit with all its changes, and can be
/// undone by [UndoRedo]. An assertion about a face constrains every later clustering: a confirmed face stays
/// with its person, and a rejected face never shares a person with that person's faces. User data about a
/// person as a whole, such as a name, keeps all of the person's faces, but an assertion about a face takes
/// precedence. An edit that contradicts an assertion fails with `CONTRADICTION`; an edit that changes nothing
/// writes nothing.
///
/// Every method throws [LikenessException] `NOT_FOUND` for a person or face that the gallery does not have,
/// `INVALID_ARGUMENT` for an empty list of faces, and `GALLERY_LOCKED` while another writer is open.
public final class PeopleEditor {
    private final String gallery;
    private final InstantSource clock;
    private final EditRunner runner;

    /// @param actor who makes the edits
    public PeopleEditor(Gallery gallery, Actor actor, InstantSource clock) {
        this.gallery = gallery.name();
        this.clock = clock;
        this.runner = new EditRunner(gallery, actor, clock);
    }

    /// Sets the name of a person; null removes it. Names that differ only in capitals count as the same, so
    /// that nobody is named twice by mistake.
    ///
    /// @param sameName whether another person may have the same name
    /// @throws LikenessException `ALREADY_EXISTS` if another person has the name; `INVALID_ARGUMENT` for a
    ///     blank one
    public EditResult name(PersonId id, @Nullable String newName, boolean sameName) {
        return changePerson(id, List.of(new UserAction.Named(id, newName)), sameName);
    }

    /// Changes the data of a person in one event: all of it, or nothing if one change is not possible.
    ///
    /// @param changes at least one, all of this person
    /// @param sameName whether another person may have the same name
    /// @throws LikenessException `ALREADY_EXISTS` if another person has a new name; `INVALID_ARGUMENT` for a
    ///     blank name, a cover that is not the person's and a date of birth that cannot be
    public EditResult changePerson(PersonId id, List<PersonChange> changes, boolean sameName) {
        return runner.run(edit -> {
            edit.people().require(id);
            return UserAction.Combined.of(new PersonChanges(id, List.of(), changes, sameName, today()).apply(edit));
        });
    }

    private EditResult change(PersonChange change) {
        return changePerson(change.person(), List.of(change), false);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /// Adds a person with this name and without faces. The names `anna` and `Anna` are two names here.
    ///
    /// @throws LikenessException `ALREADY_EXISTS` if a person has exactly the name; `INVALID_ARGUMENT` for a
    ///     blank one
    public EditResult add(String newName) {
        String name = PersonName.of(newName);
        return runner.run(edit -> {
            List<Person> bearers = edit.people().named(name);
            return new UserAction.Named(edit.addUnderUnusedName(name, bearers, _ -> List.of()), name);
        });
    }

    /// Removes a person and their name. Their faces stay in the gallery, unassigned and without assertions.
    public EditResult dissolve(PersonId id) {
        return runner.run(edit -> {
            edit.people().require(id);
            edit.faces().of(id).forEach(edit::release);
            edit.remove(id);
            return new UserAction.Named(id, null);
        });
    }

    /// Assigns one face, without its cluster, to the person with this name, who is created if necessary.
    ///
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` for a blank name or one that several
    ///     people have
    public EditResult nameFace(FaceId face, String newName) {
        String name = PersonName.of(newName);
        return runner.run(edit -> {
            PersonId person = edit.personNamed(name);
            edit.confirmAll(List.of(face), person, true);
            return new UserAction.NamedFace(face, person, name);
        });
    }

    /// Records that a user drew this face, which was stored just before, and assigns it to the person with
    /// this name, who is created if necessary.
    ///
    /// @param newName null to leave the face unassigned
    /// @return the edit, with the face in any case
    /// @throws LikenessException `INVALID_ARGUMENT` for a blank name or one that several people have
    public EditResult draw(FaceId face, @Nullable String newName) {
        return draw(face, edit -> newName == null ? null : edit.personNamed(PersonName.of(newName)));
    }

    /// Records that a user drew this face, which was stored just before, and assigns it to this person.
    ///
    /// @return the edit, with the face in any case
    public EditResult drawFor(FaceId face, PersonId person) {
        return draw(face, edit -> edit.people().require(person).id());
    }

    private EditResult draw(FaceId face, Function<PeopleEdit, @Nullable PersonId> whose) {
        EditResult result = runner.run(edit -> {
            PersonId person = whose.apply(edit);
            edit.draw(face);
            if (person != null) {
                edit.confirmAll(List.of(face), person, true);
            }
            return new UserAction.Drawn(face, person);
        });
        return new EditResult(result.event(), null, result.description(), result.person(), List.of(face));
    }

    /// Merges several people into one: `into` takes over their faces and assertions. Its own name, cover and
    /// date of birth stay; missing ones are taken from the others, in their order.
    ///
    /// @throws LikenessException `CONTRADICTION` if two were marked as different or a confirmed face was
    ///     rejected for the other; `INVALID_ARGUMENT` if `from` is empty or contains `into`
    public EditResult merge(List<PersonId> from, PersonId into) {
        return merge(from, into, null, false);
    }

    /// Merges several people into one as [#merge(List, PersonId)] does, and names that person in the same
    /// event.
    ///
    /// @param newName the person's name; null to leave it to the merge
    /// @param sameName whether another person may have the same name
    /// @throws LikenessException as for a merge; `ALREADY_EXISTS` if another person has the name
    public EditResult merge(List<PersonId> from, PersonId into, @Nullable String newName, boolean sameName) {
        return runner.run(edit -> {
            List<PersonId> others = PersonMerge.mergeAll(edit, from, into);
            List<UserAction> actions = new ArrayList<>(List.of(new UserAction.Merged(others, into)));
            if (newName != null) {
                List<PersonChange> naming = List.of(new UserAction.Named(into, newName));
                actions.addAll(new PersonChanges(into, others, naming, sameName, today()).apply(edit));
            }
            edit.removeIfEmpty(into, false);
            return UserAction.Combined.of(actions);
        });
    }

    /// Decides several pairs of people in one event: all of them, or none if one decision is not possible.
    ///
    /// @throws LikenessException `CONTRADICTION` as for a merge; `INVALID_ARGUMENT` if a rejected pair is one
    ///     person after the merges
    public EditResult decide(PairDecisions decisions) {
        return runner.run(decisions::apply);
    }

    /// Moves these faces to a new person.
    ///
    /// @param newName the new person's name, or null
    /// @throws LikenessException `CONTRADICTION`; `ALREADY_EXISTS` if a person has the name
    public EditResult split(List<FaceId> faces, @Nullable String newName) {
        return split(faces, newName, false);
    }

    /// Moves these faces to a new person.
    ///
    /// @param newName the new person's name, or null
    /// @param sameName whether another person may have the same name
    /// @throws LikenessException `CONTRADICTION`; `ALREADY_EXISTS` if another person has the name
    public EditResult split(List<FaceId> faces, @Nullable String newName, boolean sameName) {
        requireSome(faces);
        String name = newName == null ? null : PersonName.of(newName);
        return runner.run(edit -> {
            PersonId person = name == null || sameName
                    ? edit.addPerson(name)
                    : edit.addUnderUnusedName(
                            name,
                            edit.people().namedLike(name),
                            bearer -> List.of(new Remedy.MoveFaces(gallery, faces, bearer)));
            edit.confirmAll(faces, person, true);
            return new UserAction.Split(faces, person, name);
        });
    }

    /// Moves these faces from their current people to this person.
    ///
    /// @throws LikenessException `CONTRADICTION`
    public EditResult move(List<FaceId> faces, PersonId person) {
        return assign(faces, person, true, new UserAction.Moved(faces, person));
    }

    /// Moves these faces to this person and rejects the person for other faces, in one event.
    ///
    /// @param rejected other faces; none for a move only
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` if a face is in both lists
    public EditResult move(List<FaceId> faces, PersonId person, List<FaceId> rejected) {
        if (rejected.isEmpty()) {
            return move(faces, person);
        }
        requireSome(faces);
        if (rejected.stream().anyMatch(faces::contains)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a face must not be moved to a person and rejected for it");
        }
        return runner.run(edit -> {
            edit.people().require(person);
            rejected.forEach(face -> edit.reject(face, person));
            edit.confirmAll(faces, person, true);
            edit.removeIfEmpty(person, false);
            return new UserAction.Combined(
                    List.of(new UserAction.Moved(faces, person), new UserAction.Rejected(rejected, person)));
        });
    }

    /// Confirms that these faces are this person.
    ///
    /// @throws LikenessException `CONTRADICTION`
    public EditResult confirm(List<FaceId> faces, PersonId person) {
        return assign(faces, person, false, new UserAction.Confirmed(faces, person));
    }

    private EditResult assign(List<FaceId> faces, PersonId person, boolean different, UserAction action) {
        requireSome(faces);
        return runner.run(edit -> {
            edit.people().require(person);
            edit.confirmAll(faces, person, different);
            return action;
        });
    }

    /// Rejects this person for these faces. They are unassigned until the next clustering.
    ///
    /// @throws LikenessException `CONTRADICTION`
    public EditResult reject(List<FaceId> faces, PersonId person) {
        requireSome(faces);
        return runner.run(edit -> {
            edit.people().require(person);
            faces.forEach(face -> edit.reject(face, person));
            edit.removeIfEmpty(person, false);
            return new UserAction.Rejected(faces, person);
        });
    }

    /// Marks these detections as not a face: searches, clusterings and people ignore them.
    ///
    /// @throws LikenessException `CONTRADICTION`
    public EditResult markNotAFace(List<FaceId> faces) {
        return changeFaces(faces, PeopleEdit::markNotAFace, new UserAction.MarkedNotAFace(faces));
    }

    /// Unmarks detections that were marked as not a face.
    public EditResult unmarkNotAFace(List<FaceId> faces) {
        requireSome(faces);
        return runner.run(edit -> {
            faces.forEach(edit.faces()::require);
            faces.forEach(edit::unmarkNotAFace);
            return new UserAction.UnmarkedNotAFace(faces);
        });
    }

    /// Retracts all assertions about these faces: confirmations, rejections and not-a-face marks.
    public EditResult retract(List<FaceId> faces) {
        return changeFaces(faces, PeopleEdit::retract, new UserAction.Retracted(faces));
    }

    /// Retracts all assertions about these faces and removes them from their people. They are unassigned
    /// until the next clustering.
    public EditResult release(List<FaceId> faces) {
        return changeFaces(faces, PeopleEdit::release, new UserAction.Retracted(faces));
    }

    private EditResult changeFaces(List<FaceId> faces, BiConsumer<PeopleEdit, FaceId> change, UserAction action) {
        requireSome(faces);
        return runner.run(edit -> {
            edit.changeFaces(faces, face -> change.accept(edit, face), null, false);
            return action;
        });
    }

    /// Hides a person from lists and search results.
    public EditResult hide(PersonId id) {
        return change(new UserAction.Hidden(id));
    }

    /// Reverses [#hide].
    public EditResult show(PersonId id) {
        return change(new UserAction.Shown(id));
    }

    /// Hides several people, or shows them again, in one event.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `people` is empty
    public EditResult setHidden(List<PersonId> people, boolean hidden) {
        List<PersonId> distinct = List.copyOf(new LinkedHashSet<>(people));
        if (distinct.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "at least one person must be named, got none");
        }
        return runner.run(edit -> {
            for (PersonId id : distinct) {
                edit.people().put(edit.people().require(id).withHidden(hidden));
                if (!hidden) {
                    edit.removeIfEmpty(id, false);
                }
            }
            return hidden ? new UserAction.HiddenPeople(distinct) : new UserAction.ShownPeople(distinct);
        });
    }

    /// Chooses the cover face of a person; null selects the best face again.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the face is not the person's
    public EditResult cover(PersonId id, @Nullable FaceId face) {
        return change(new UserAction.CoverChosen(id, face));
    }

    /// Sets a person's date of birth; null removes it.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for a date before 1800 or after tomorrow
    public EditResult setBirthDate(PersonId id, @Nullable LocalDate date) {
        return change(new UserAction.BirthDateSet(id, date));
    }

    /// Marks two people as different, however similar they are: they are never clustered together or listed
    /// as duplicates.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if they are one id
    public EditResult markDifferent(PersonId one, PersonId other) {
        return changePair(one, other, PeopleEdit::markDifferent, new UserAction.MarkedDifferent(one, other));
    }

    /// Reverses [#markDifferent].
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if they are one id
    public EditResult unmarkDifferent(PersonId one, PersonId other) {
        return changePair(one, other, PeopleEdit::unmarkDifferent, new UserAction.UnmarkedDifferent(one, other));
    }

    @FunctionalInterface
    private interface PairChange {
        void apply(PeopleEdit edit, PersonId one, PersonId other);
    }

    private EditResult changePair(PersonId one, PersonId other, PairChange change, UserAction action) {
        if (one.equals(other)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "the two people must differ, got person %s twice".formatted(one));
        }
        return runner.run(edit -> {
            edit.people().require(one);
            edit.people().require(other);
            change.apply(edit, one, other);
            return action;
        });
    }

    /// Marks these photos as not being copies of each other, however similar they are: they are never listed
    /// as copies again.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless there are at least two; `NOT_FOUND` if the gallery
    ///     does not have one of them
    public EditResult markNotCopies(Set<PhotoId> photos) {
        if (photos.size() < 2) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "at least two photos must be named, got: " + photos.size());
        }
        List<PhotoId> sorted = photos.stream().sorted().toList();
        return runner.run(edit -> {
            edit.markNotCopies(sorted);
            return new UserAction.MarkedNotCopies(sorted);
        });
    }

    /// Applies all people data of one import, in one event.
    ///
    /// @throws LikenessException `CONTRADICTION`; then nothing is applied
    public EditResult importPeople(PeopleImport data) {
        return runner.run(edit -> new PeopleImporter(edit).apply(data));
    }

    private static void requireSome(List<FaceId> faces) {
        if (faces.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "at least one face must be named, got none");
        }
    }
}
