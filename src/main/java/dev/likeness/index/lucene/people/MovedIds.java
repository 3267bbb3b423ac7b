package dev.likeness.index.lucene.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What photos and their faces are called after they became others, and where their boxes are.
///
/// @param photos the new id of each photo; the same id if only its picture was turned
/// @param faces the new id of each stored face of these photos
/// @param turns how the picture of each photo was turned
public record MovedIds(Map<PhotoId, PhotoId> photos, Map<FaceId, FaceId> faces, Map<PhotoId, PictureTurn> turns) {
    PhotoId photo(PhotoId id) {
        return photos.getOrDefault(id, id);
    }

    FaceId face(FaceId id) {
        FaceId face = faces.get(id);
        return face == null ? new FaceId(photo(id.photo()), id.ordinal()) : face;
    }

    private boolean has(PhotoId photo) {
        return photos.containsKey(photo);
    }

    private Box box(PhotoId photo, Box box) {
        return turns.getOrDefault(photo, PictureTurn.NONE).apply(box);
    }

    boolean has(Assertion assertion) {
        return assertion.photos().stream().anyMatch(this::has);
    }

    /// An assertion as it is about the other photo; empty if it says that a photo is not a copy of itself.
    Optional<Assertion> assertion(Assertion assertion) {
        if (!has(assertion)) {
            return Optional.of(assertion);
        }
        return switch (assertion) {
            case Assertion.Assigned assigned ->
                Optional.of(new Assertion.Assigned(
                        face(assigned.face()),
                        box(assigned.face().photo(), assigned.box()),
                        assigned.person(),
                        assigned.confirmed(),
                        assigned.event()));
            case Assertion.Rejected rejected ->
                Optional.of(new Assertion.Rejected(
                        face(rejected.face()),
                        box(rejected.face().photo(), rejected.box()),
                        rejected.person(),
                        rejected.event()));
            case Assertion.NotAFace notAFace ->
                Optional.of(new Assertion.NotAFace(
                        face(notAFace.face()), box(notAFace.face().photo(), notAFace.box()), notAFace.event()));
            case Assertion.NotACopy notACopy -> {
                PhotoId one = photo(notACopy.one());
                PhotoId other = photo(notACopy.other());
                yield one.equals(other)
                        ? Optional.empty()
                        : Optional.of(Assertion.NotACopy.of(one, other, notACopy.event()));
            }
            case Assertion.DifferentPeople different -> Optional.of(different);
        };
    }

    /// A person whose cover is a face of the other photo.
    Person person(Person person) {
        FaceId cover = person.cover();
        return cover == null || !has(cover.photo()) ? person : person.withCover(face(cover));
    }

    private @Nullable Person personOrNull(@Nullable Person person) {
        return person == null ? null : person(person);
    }

    /// What an event changed, as it is about the other photo. A change of a picture that was turned is found
    /// by its box there.
    Changes changes(Changes changes) {
        return new Changes(
                changes.faces().stream()
                        .map(change -> has(change.face().photo())
                                ? new Changes.OfFace(
                                        face(change.face()),
                                        box(change.face().photo(), change.box()),
                                        change.before(),
                                        change.after())
                                : change)
                        .toList(),
                changes.people().stream()
                        .map(change -> new Changes.OfPerson(
                                change.person(), personOrNull(change.before()), personOrNull(change.after())))
                        .toList(),
                changes.removed().stream()
                        .flatMap(assertion -> assertion(assertion).stream())
                        .toList(),
                changes.added().stream()
                        .flatMap(assertion -> assertion(assertion).stream())
                        .toList());
    }

    /// An action as it is about the other photo.
    UserAction action(UserAction action) {
        return switch (action) {
            case UserAction.NamedFace named ->
                new UserAction.NamedFace(face(named.face()), named.person(), named.name());
            case UserAction.Split split -> new UserAction.Split(all(split.faces()), split.person(), split.name());
            case UserAction.Moved moved -> new UserAction.Moved(all(moved.faces()), moved.person());
            case UserAction.Confirmed confirmed -> new UserAction.Confirmed(all(confirmed.faces()), confirmed.person());
            case UserAction.Rejected rejected -> new UserAction.Rejected(all(rejected.faces()), rejected.person());
            case UserAction.MarkedNotAFace marked -> new UserAction.MarkedNotAFace(all(marked.faces()));
            case UserAction.UnmarkedNotAFace unmarked -> new UserAction.UnmarkedNotAFace(all(unmarked.faces()));
            case UserAction.Retracted retracted -> new UserAction.Retracted(all(retracted.faces()));
            case UserAction.CoverChosen chosen ->
                new UserAction.CoverChosen(chosen.person(), chosen.face() == null ? null : face(chosen.face()));
            case UserAction.MarkedNotCopies copies ->
                new UserAction.MarkedNotCopies(distinct(copies.photos(), this::photo));
            case UserAction.Drawn drawn -> new UserAction.Drawn(face(drawn.face()), drawn.person());
            case UserAction.Combined combined ->
                new UserAction.Combined(
                        combined.parts().stream().map(this::action).toList());
            case UserAction.Named _,
                    UserAction.Merged _,
                    UserAction.Hidden _,
                    UserAction.Shown _,
                    UserAction.HiddenPeople _,
                    UserAction.ShownPeople _,
                    UserAction.BirthDateSet _,
                    UserAction.ExternalIdSet _,
                    UserAction.MarkedDifferent _,
                    UserAction.UnmarkedDifferent _,
                    UserAction.Imported _,
                    UserAction.Undone _ -> action;
        };
    }

    private List<FaceId> all(List<FaceId> all) {
        return distinct(all, this::face);
    }

    private static <T> List<T> distinct(List<T> all, Function<T, T> renamed) {
        LinkedHashSet<T> distinct = new LinkedHashSet<>();
        all.forEach(one -> distinct.add(renamed.apply(one)));
        return List.copyOf(distinct);
    }
}
