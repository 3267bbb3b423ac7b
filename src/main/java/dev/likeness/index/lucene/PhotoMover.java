package dev.likeness.index.lucene;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import dev.likeness.face.Point;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.WriterState;
import dev.likeness.index.lucene.people.FaceRematcher;
import dev.likeness.index.lucene.people.MovedIds;
import dev.likeness.index.lucene.people.PeopleMover;
import dev.likeness.index.lucene.people.PeopleWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.jspecify.annotations.Nullable;

/// Makes photos others with everything that was said about them; see [PhotoMove]. One call rewrites the edit
/// history once, however many photos move. The caller has exclusive access to the index.
final class PhotoMover {
    /// Minimum cosine of an embedding to the one that it replaces, for which the face's person was chosen.
    private static final float MIN_ALIKE = 0.8f;

    private final WriterState state;
    private final PeopleMover people;

    private final Map<PhotoId, Target> targets = new LinkedHashMap<>();
    private final MovedIds moved = new MovedIds(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final MovedIds copied = new MovedIds(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final List<StoredFace> before = new ArrayList<>();
    private final List<StoredPhoto> staying = new ArrayList<>();
    private final Set<PhotoId> going = new HashSet<>();

    /// A face as it will be stored.
    @SuppressWarnings("ArrayRecordComponent") // Entries are not compared, and the bytes not changed.
    private record Entry(StoredFace face, byte @Nullable [] crop) {
        Box box() {
            return face.face().detection().box();
        }

        FaceId id() {
            return face.face().id();
        }
    }

    /// A photo as it will be stored.
    private static final class Target {
        private StoredPhoto photo;
        private byte @Nullable [] preview;
        private final List<Entry> faces = new ArrayList<>();

        Target(StoredPhoto photo) {
            this.photo = photo;
        }
    }

    PhotoMover(WriterState state, PeopleWriter people) {
        this.state = state;
        this.people = new PeopleMover(state, people);
    }

    /// Moves photos. No photo may both move and be what another one becomes.
    void move(List<PhotoMove> moves) throws IOException {
        try (GallerySnapshot now = state.snapshot()) {
            for (PhotoMove move : moves) {
                Optional<StoredPhoto> source =
                        now.photo(move.from()).filter(photo -> photo.id().equals(move.from()));
                if (source.isPresent()) {
                    move(now, source.get(), move);
                }
            }
            if (targets.isEmpty()) {
                return;
            }
            Map<FaceId, List<Assertion.FaceAssertion>> said = people.moveAssertions(now, moved, copied);
            List<StoredFace> after = new ArrayList<>();
            for (PhotoId gone : going) {
                state.index().deleteDocuments(GalleryDocuments.partOf(gone));
                state.markChanged(gone);
            }
            for (StoredPhoto photo : staying) {
                boolean faceless = now.faces(photo.id()).isEmpty();
                state.index()
                        .updateDocument(
                                GalleryDocuments.photoTerm(photo.id()), GalleryDocuments.photo(photo, faceless));
                state.markChanged(photo.id());
            }
            for (Target target : targets.values()) {
                target.faces.replaceAll(entry -> new Entry(
                        conforming(entry.face(), said.getOrDefault(entry.id(), List.of()), now), entry.crop()));
                target.faces.forEach(entry -> after.add(entry.face()));
                write(target);
            }
            people.moveReferences(now, moved);
            people.moveProfiles(now, moved, before, after);
        }
    }

    private void move(GallerySnapshot now, StoredPhoto source, PhotoMove move) {
        PhotoId id = move.to().id();
        Map<String, Instant> left = id.equals(source.id()) ? null : move.left();
        boolean stays = left != null;
        List<Entry> faces = entries(now, source.id());
        Target target = target(now, source, move);
        (stays ? copied : moved).photos().put(source.id(), id);
        (stays ? copied : moved).turns().put(source.id(), move.turn());
        if (left != null) {
            staying.add(source.withPaths(left));
        } else {
            faces.forEach(entry -> before.add(entry.face()));
            if (!id.equals(source.id())) {
                going.add(source.id());
            }
        }
        for (Entry entry : faces) {
            Entry turned = turned(entry, move);
            (stays ? copied : moved).faces().put(entry.id(), add(target, turned, sameFace(target, turned), now));
        }
        List<FaceId> known = target.faces.stream().map(Entry::id).toList();
        Set<FaceId> found = new HashSet<>();
        for (NewFace face : move.added()) {
            Entry added = new Entry(new StoredFace(face.face(), face.person(), null, false, null), face.crop());
            Optional<Entry> same = sameFace(target, added)
                    .or(() -> target.faces.stream()
                            .filter(other -> known.contains(other.id()) && isAround(other.box(), added.box()))
                            .max(overlapWith(added)));
            found.add(add(target, added, same, now));
        }
        if (move.isSearched() && id.equals(source.id())) {
            Set<FaceId> said = new HashSet<>();
            for (Assertion assertion : now.assertionsOf(source.id())) {
                if (assertion instanceof Assertion.FaceAssertion ofFace) {
                    said.add(moved.faces().getOrDefault(ofFace.face(), ofFace.face()));
                }
            }
            target.faces.removeIf(entry -> entry.face().person() == null
                    && !entry.id().isDrawn()
                    && !found.contains(entry.id())
                    && !said.contains(entry.id()));
        }
    }

    private static Optional<Entry> sameFace(Target target, Entry added) {
        return target.faces.stream()
                .filter(other -> other.box().iou(added.box()) >= FaceRematcher.MIN_OVERLAP)
                .max(overlapWith(added));
    }

    private static Comparator<Entry> overlapWith(Entry added) {
        return Comparator.comparingDouble(other -> other.box().iou(added.box()));
    }

    /// Whether the centre of each box is in the other. A detector puts the box of a face that stands on its
    /// head elsewhere than that of the upright one, so the two may overlap by little. Two faces are hardly
    /// ever like this: one would hide the other.
    private static boolean isAround(Box one, Box other) {
        return contains(one, other.centre()) && contains(other, one.centre());
    }

    private static boolean contains(Box box, Point point) {
        boolean isBeside = point.x() < box.left() || point.x() > box.right();
        return !isBeside && point.y() >= box.top() && point.y() <= box.bottom();
    }

    /// Adds a face to a photo, unless the photo has it.
    ///
    /// @param same the photo's face that it is
    /// @return its id
    private static FaceId add(Target target, Entry added, Optional<Entry> same, GallerySnapshot now) {
        if (same.isPresent()) {
            target.faces.set(target.faces.indexOf(same.get()), merged(same.get(), added, now));
            return same.get().id();
        }
        FaceId id = freeId(target.photo.id(), added.id().ordinal(), target.faces);
        target.faces.add(withId(added, id));
        return id;
    }

    private Target target(GallerySnapshot now, StoredPhoto source, PhotoMove move) {
        PhotoId id = move.to().id();
        Target known = targets.get(id);
        if (known == null) {
            Optional<StoredPhoto> stored = id.equals(source.id())
                    ? Optional.empty()
                    : now.photo(id).filter(photo -> photo.id().equals(id));
            known = new Target(stored.map(photo -> merged(photo, move.to())).orElse(move.to()));
            known.preview = now.preview(stored.isPresent() ? id : source.id()).orElse(null);
            if (stored.isPresent()) {
                known.faces.addAll(entries(now, id));
                known.faces.forEach(entry -> before.add(entry.face()));
            }
            targets.put(id, known);
        } else {
            known.photo = merged(known.photo, move.to());
        }
        if (!id.equals(source.id()) && move.left() == null) {
            known.photo = known.photo.withFormerIdsOf(source);
        }
        if (move.preview() != null) {
            known.preview = move.preview();
        }
        return known;
    }

    /// A stored photo with the files of the one that it takes in.
    private static StoredPhoto merged(StoredPhoto stored, StoredPhoto other) {
        return stored.withFilesOf(other);
    }

    private static List<Entry> entries(GallerySnapshot now, PhotoId photo) {
        List<Entry> entries = new ArrayList<>();
        for (StoredFace face : now.faces(photo)) {
            entries.add(new Entry(face, now.crop(face.face().id()).orElse(null)));
        }
        return entries;
    }

    /// A face as it is in the picture now.
    private static Entry turned(Entry entry, PhotoMove move) {
        StoredFace old = entry.face();
        PictureTurn turn = move.turn();
        Face face = new Face(
                entry.id(), turn.apply(old.face().detection()), old.face().embedding());
        return new Entry(
                new StoredFace(
                        face,
                        old.person(),
                        old.assignment(),
                        old.notAFace(),
                        move.to().capturedAt()),
                entry.crop());
    }

    private static Entry withId(Entry entry, FaceId id) {
        StoredFace old = entry.face();
        Face face = new Face(id, old.face().detection(), old.face().embedding());
        return new Entry(
                new StoredFace(face, old.person(), old.assignment(), old.notAFace(), old.captureTime()), entry.crop());
    }

    /// One face of two photos that become one: the known person counts, else that of the photo which is there,
    /// and
    /// the embedding of the better picture.
    private static Entry merged(Entry there, Entry added, GallerySnapshot now) {
        StoredFace one = there.face();
        StoredFace other = added.face();
        boolean takesOver = !isKnown(one.person(), now) && (isKnown(other.person(), now) || one.person() == null);
        StoredFace from = takesOver ? other : one;
        boolean isBetter =
                other.face().embedding().magnitude() > one.face().embedding().magnitude();
        Face better = isBetter ? other.face() : one.face();
        boolean isAlike =
                better.embedding().direction().cosine(from.face().embedding().direction()) >= MIN_ALIKE;
        return new Entry(
                new StoredFace(
                        new Face(there.id(), better.detection(), better.embedding()),
                        from.person(),
                        isAlike ? from.assignment() : null,
                        false,
                        one.captureTime()),
                isBetter ? added.crop() : there.crop());
    }

    private static boolean isKnown(@Nullable PersonId person, GallerySnapshot now) {
        return person != null && now.person(person).filter(Person::hasUserData).isPresent();
    }

    private static FaceId freeId(PhotoId photo, int wanted, List<Entry> taken) {
        Set<Integer> ordinals = new HashSet<>();
        taken.forEach(entry -> ordinals.add(entry.id().ordinal()));
        int ordinal = wanted;
        while (ordinals.contains(ordinal)) {
            ordinal++;
        }
        return new FaceId(photo, ordinal);
    }

    /// A face as users said that it is.
    private static StoredFace conforming(StoredFace face, List<Assertion.FaceAssertion> said, GallerySnapshot now) {
        boolean notAFace = false;
        PersonId person = face.person();
        Assignment assignment = face.assignment();
        for (Assertion.FaceAssertion assertion : said) {
            switch (assertion) {
                case Assertion.NotAFace _ -> notAFace = true;
                case Assertion.Assigned assigned -> {
                    if (!assigned.person().equals(person)
                            && now.person(assigned.person()).isPresent()) {
                        person = assigned.person();
                        assignment = new Assignment(Reason.USER);
                    }
                }
                case Assertion.Rejected rejected -> {
                    if (rejected.person().equals(person)) {
                        person = null;
                        assignment = new Assignment(Reason.REJECTED);
                    }
                }
            }
        }
        return notAFace
                ? new StoredFace(face.face(), null, null, true, face.captureTime())
                : new StoredFace(face.face(), person, assignment, false, face.captureTime());
    }

    private void write(Target target) throws IOException {
        PhotoId id = target.photo.id();
        List<Document> documents = new ArrayList<>();
        documents.add(GalleryDocuments.photo(target.photo, target.faces.isEmpty()));
        for (Entry entry : target.faces) {
            StoredFace face = entry.face();
            documents.add(GalleryDocuments.face(
                    new StoredFace(
                            face.face(), face.person(), face.assignment(), face.notAFace(), target.photo.capturedAt()),
                    entry.crop()));
        }
        if (target.preview != null) {
            documents.add(GalleryDocuments.preview(id, target.preview));
        }
        state.markChanged(id);
        state.index().updateDocuments(GalleryDocuments.partOf(id), documents);
    }
}
