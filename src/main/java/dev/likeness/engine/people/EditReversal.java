package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.Changes;
import dev.likeness.index.Changes.FaceAssignment;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reverses the changes of an event, except those that a later change has replaced. Assertions take precedence
/// over the result of a clustering in between.
final class EditReversal {
    /// Minimum intersection over union of two boxes that show the same face.
    private static final float SAME_FACE = 0.5f;

    private final GallerySnapshot snapshot;
    private final PeopleEdit edit;

    EditReversal(GallerySnapshot snapshot, PeopleEdit edit) {
        this.snapshot = snapshot;
        this.edit = edit;
    }

    void reverse(Changes changes) {
        for (Assertion assertion : changes.added()) {
            edit.assertions().like(assertion).ifPresent(edit.assertions()::remove);
        }
        for (Changes.OfPerson change : changes.people()) {
            if (change.before() == null) {
                edit.faces().of(change.person()).forEach(face -> edit.faces().assign(face, null, null));
                edit.remove(change.person());
            } else {
                edit.people().put(change.before());
            }
        }
        for (Changes.OfFace change : changes.faces()) {
            FaceId face = rematch(change.face(), change.box());
            boolean unchanged = face != null
                    && Objects.equals(
                            edit.faces().personOf(face), existing(change.after().person()));
            if (face != null && unchanged) {
                FaceAssignment before = change.before();
                revive(before.person());
                edit.faces().assign(face, before.person(), before.assignment());
            }
        }
        for (Assertion assertion : changes.removed()) {
            restore(assertion);
        }
    }

    /// The person of a face, null if that person was removed since.
    private @Nullable PersonId existing(@Nullable PersonId person) {
        return person != null && edit.people().has(person) ? person : null;
    }

    /// Restores a person without user data that a clustering may have removed.
    private void revive(@Nullable PersonId person) {
        if (person != null && !edit.people().has(person)) {
            edit.people().put(new Person(person, null));
        }
    }

    private void restore(Assertion assertion) {
        if (!(assertion instanceof Assertion.FaceAssertion ofFace)) {
            edit.assertions().add(assertion);
            return;
        }
        FaceId face = rematch(ofFace.face(), ofFace.box());
        if (face == null) {
            boolean photoStored = snapshot.photo(ofFace.face().photo()).isPresent();
            edit.assertions().add(photoStored ? ofFace.withoutFace() : ofFace);
            return;
        }
        if (!ofFace.isImplicit()) {
            edit.assertions().add(ofFace.withFace(face));
        }
        switch (ofFace) {
            case Assertion.Assigned assigned -> {
                revive(assigned.person());
                if (!assigned.person().equals(edit.faces().personOf(face))) {
                    edit.faces().assign(face, assigned.person(), new Assignment(Reason.USER));
                }
            }
            case Assertion.Rejected rejected -> {
                if (rejected.person().equals(edit.faces().personOf(face))) {
                    edit.faces().assign(face, null, new Assignment(Reason.REJECTED));
                }
            }
            case Assertion.NotAFace _ -> edit.faces().assign(face, null, null);
        }
    }

    /// The face that had this id, found by its box in the photo; null if there is no face there now.
    private @Nullable FaceId rematch(FaceId id, Box box) {
        if (edit.faces()
                .find(id)
                .filter(_ -> edit.faces().box(id).iou(box) >= SAME_FACE)
                .isPresent()) {
            return id;
        }
        return snapshot.faces(id.photo()).stream()
                .map(StoredFace::face)
                .filter(face -> face.detection().box().iou(box) >= SAME_FACE)
                .max(Comparator.comparingDouble(face -> face.detection().box().iou(box)))
                .map(Face::id)
                .orElse(null);
    }
}
