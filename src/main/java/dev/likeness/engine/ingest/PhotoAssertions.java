package dev.likeness.engine.ingest;

import dev.likeness.face.Assertion;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds what users said about a photo, in words.
final class PhotoAssertions {
    private final GallerySnapshot snapshot;
    private final Map<FaceId, Person> covers = new HashMap<>();

    PhotoAssertions(GallerySnapshot snapshot) {
        this.snapshot = snapshot;
        for (Person person : snapshot.people()) {
            if (person.cover() != null) {
                covers.put(person.cover(), person);
            }
        }
    }

    /// What users said about a photo; empty for nothing.
    List<String> said(PhotoId photo) {
        Set<String> said = new TreeSet<>();
        for (StoredFace face : snapshot.faces(photo)) {
            FaceId id = face.face().id();
            PersonId person = face.person();
            if (person != null) {
                snapshot.person(person).filter(Person::hasUserData).ifPresent(known -> said.add(name(known.id())));
            }
            Person covered = covers.get(id);
            if (covered != null) {
                said.add("cover of " + name(covered.id()));
            }
            if (id.isDrawn()) {
                said.add("a face that was drawn");
            }
        }
        for (Assertion assertion : snapshot.assertionsOf(photo)) {
            if (!assertion.isImplicit()) {
                said.add(
                        switch (assertion) {
                            case Assertion.Assigned assigned -> name(assigned.person());
                            case Assertion.Rejected rejected -> "not " + name(rejected.person());
                            case Assertion.NotAFace _ -> "not a face";
                            case Assertion.NotACopy _ -> "not a copy";
                            case Assertion.DifferentPeople pair -> name(pair.one()) + " is not " + name(pair.other());
                        });
            }
        }
        return List.copyOf(said);
    }

    private String name(PersonId id) {
        return snapshot.person(id).map(Person::name).orElse("person " + id);
    }
}
