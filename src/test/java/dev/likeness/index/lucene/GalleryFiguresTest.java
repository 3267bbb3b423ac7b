package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.faceId;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Template;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a gallery says of many faces at once is what the faces say one by one. Photos have two faces, of magnitudes
/// 20 and 10.
class GalleryFiguresTest {
    private static final Box BOX = new Box(10, 20, 80, 110);
    private static final LocalDateTime NOON = LocalDateTime.of(2020, 5, 1, 12, 0);
    private static final PersonId ADA = new PersonId(1);
    private static final PersonId BOB = new PersonId(2);

    @TempDir
    private Path folder;

    private GalleryDirectory galleries;
    private Gallery gallery;

    @BeforeEach
    void open() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        gallery = galleries.create("demo", PLANE);
    }

    @AfterEach
    void close() {
        galleries.close();
    }

    @ParameterizedTest(name = "forty changes in twelve commits, seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void figures_afterRandomChanges_agreeWithTheFaces(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            try (GalleryWriter writer = gallery.writer(PLANE)) {
                for (int change = 0; change < 4; change++) {
                    changeSomething(writer, random);
                }
                writer.commit();
                if (round % 4 == 3) {
                    writer.optimize();
                }
            }
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                List<StoredFace> faces = new ArrayList<>();
                snapshot.forEachFace(faces::add);
                assertThat(snapshot.faceTotals()).isEqualTo(totals(faces));
                List<Template> templates = new ArrayList<>();
                List<PersonId> pooled = new ArrayList<>();
                Set<PersonId> people = new HashSet<>(snapshot.faceTotals().keySet());
                people.remove(BOB);
                snapshot.forEachTemplate(people, (person, template) -> {
                    pooled.add(person);
                    templates.add(template);
                });
                for (long number = 1; number <= 4; number++) {
                    PersonId person = new PersonId(number);
                    List<StoredFace> own = snapshot.facesOf(person);
                    assertThat(snapshot.faceTotals(person))
                            .isEqualTo(Optional.ofNullable(totals(own).get(person)));
                    assertThat(snapshot.profile(person).map(PersonProfile::facesFingerprint))
                            .isEqualTo(snapshot.faceTotals(person).map(FaceTotals::facesFingerprint));
                    assertThat(snapshot.clearestFaces(person, 2)).isEqualTo(clearest(own, 2));
                    assertThat(pooled.contains(person)).isEqualTo(!own.isEmpty() && !person.equals(BOB));
                    if (pooled.contains(person)) {
                        Template template = templates.get(pooled.indexOf(person));
                        Template expected = snapshot.template(person).orElseThrow();
                        assertThat(template.cosine(expected)).isGreaterThan(0.99999f);
                        assertThat(template.faces()).isEqualTo(expected.faces());
                        assertThat(template.magnitude()).isEqualTo(expected.magnitude());
                    }
                }
                assertThat(pooled).isSorted();
                assertThat(snapshot.lastEventNumber())
                        .isEqualTo(snapshot.events().stream()
                                .mapToLong(PeopleEvent::number)
                                .max()
                                .orElse(0));
            }
        }
    }

    @ParameterizedTest(name = "forty changes, seed {0}")
    @ValueSource(longs = {4, 5})
    void scanStoredFaces_afterRandomChanges_showsWhatTheFacesAre(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            try (GalleryWriter writer = gallery.writer(PLANE)) {
                for (int change = 0; change < 10; change++) {
                    changeSomething(writer, random);
                }
            }
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                Map<FaceId, StoredFace> stored = new HashMap<>();
                snapshot.forEachStoredFace(face -> stored.put(face.face().id(), face));
                List<FaceId> seen = new ArrayList<>();
                FaceId middle = faceId("photo3", 1);
                snapshot.scanStoredFaces(cursor -> {
                    StoredFace face = Objects.requireNonNull(stored.get(cursor.face()));
                    seen.add(cursor.face());
                    assertThat(cursor.magnitude())
                            .isEqualTo(face.face().embedding().magnitude());
                    assertThat(cursor.person()).isEqualTo(face.person());
                    assertThat(cursor.assignment()).isEqualTo(face.assignment());
                    assertThat(cursor.captureTime()).isEqualTo(face.captureTime());
                    assertThat(cursor.isNotAFace()).isEqualTo(face.notAFace());
                    assertThat(Integer.signum(cursor.compareId(middle)))
                            .isEqualTo(Integer.signum(cursor.face().compareTo(middle)));
                });
                assertThat(seen).containsExactlyInAnyOrderElementsOf(stored.keySet());
            }
        }
    }

    @Test
    void faceTotals_faceRewrittenAlone_countsItsPhotoOnce() {
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.newPersonId();
            writer.put(photo("a"), List.of(face("a", 0, 20, 1, 0), face("a", 1, 10, 3, 4)));
            writer.assign(List.of(faceId("a", 0), faceId("a", 1)), ADA);
            writer.commit();
            mark(writer, 1, faceId("a", 1), true);
            writer.commit();
            mark(writer, 2, faceId("a", 1), false);
            writer.assign(List.of(faceId("a", 1)), ADA);
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.faceTotals(ADA)).hasValueSatisfying(totals -> {
                assertThat(totals.faces()).isEqualTo(2);
                assertThat(totals.photos()).isEqualTo(1);
            });
        }
    }

    @Test
    void profile_storedOneIsOutdated_isThatOfTheFacesNow() {
        PersonProfile outdated = new PersonProfile(faceId("a", 1), 0.5f, 1);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.newPersonId();
            writer.put(photo("a"), List.of(face("a", 0, 20, 1, 0), face("a", 1, 10, 3, 4)));
            writer.assign(List.of(faceId("a", 0), faceId("a", 1)), ADA);
            writer.putProfiles(Map.of(ADA, outdated));
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.profile(ADA))
                    .hasValue(PersonProfile.of(
                            snapshot.facesOf(ADA).stream().map(StoredFace::face).toList()));
            assertThat(snapshot.profile(BOB)).isEmpty();
        }
    }

    @Test
    void photosWithPrefix_digitsOfIds_areAllPhotosThatBeginWithThem() {
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            for (int i = 0; i < 40; i++) {
                writer.put(photo("photo" + i), List.of());
            }
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<PhotoId> all = snapshot.photosAfter(null, 40);
            for (String digits : List.of("", "0", "7", "f", all.get(17).sha256().substring(0, 6), "00ff00ff")) {
                assertThat(snapshot.photosWithPrefix(digits))
                        .extracting(StoredPhoto::id)
                        .isEqualTo(all.stream()
                                .filter(id -> id.sha256().startsWith(digits))
                                .toList());
            }
        }
    }

    @Test
    void photosVersion_changesWithPhotosAndNotWithPeople() {
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.newPersonId();
            writer.put(photo("a"), List.of(face("a", 0, 20, 1, 0)));
        }
        String before = photosVersion();
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(new Person(ADA, "Ada"));
            writer.assign(List.of(faceId("a", 0)), ADA);
        }
        assertThat(photosVersion()).isEqualTo(before);

        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("b"), List.of());
        }
        String withB = photosVersion();
        assertThat(withB).isNotEqualTo(before);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.remove(photoId("a"));
        }
        assertThat(photosVersion()).isNotIn(before, withB);
    }

    @Test
    void derived_sameCommit_isComputedOnce() {
        record Derived(Object made) {}
        Derived first;
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            first = snapshot.derived(Derived.class, () -> new Derived(new Object()));
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.derived(Derived.class, () -> new Derived(new Object())))
                    .isSameAs(first);
        }
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(new Person(writer.newPersonId(), "Ada"));
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.derived(Derived.class, () -> new Derived(new Object())))
                    .isNotSameAs(first);
        }
    }

    private String photosVersion() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.photosVersion();
        }
    }

    private static Map<PersonId, FaceTotals> totals(List<StoredFace> faces) {
        Map<PersonId, List<StoredFace>> byPerson = new TreeMap<>();
        for (StoredFace face : faces) {
            if (face.person() != null) {
                byPerson.computeIfAbsent(face.person(), _ -> new ArrayList<>()).add(face);
            }
        }
        Map<PersonId, FaceTotals> totals = new HashMap<>();
        byPerson.forEach((person, own) -> totals.put(
                person,
                new FaceTotals(
                        person,
                        own.size(),
                        own.stream()
                                .map(face -> face.face().id().photo())
                                .collect(Collectors.toSet())
                                .size(),
                        latest(own),
                        (float) own.stream()
                                .mapToDouble(face -> face.face().embedding().magnitude())
                                .max()
                                .orElseThrow(),
                        own.stream()
                                .mapToLong(face -> PersonProfile.faceFingerprint(
                                        face.face().id(),
                                        face.face().embedding().magnitude()))
                                .sum())));
        return totals;
    }

    private static @Nullable LocalDateTime latest(List<StoredFace> faces) {
        return faces.stream()
                .map(StoredFace::captureTime)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static List<FaceId> clearest(List<StoredFace> faces, int limit) {
        return faces.stream()
                .sorted(Comparator.comparingDouble(
                                (StoredFace face) -> -face.face().embedding().magnitude())
                        .thenComparing(face -> face.face().id()))
                .limit(limit)
                .map(face -> face.face().id())
                .toList();
    }

    private static void changeSomething(GalleryWriter writer, Random random) {
        String name = "photo" + random.nextInt(8);
        FaceId face = faceId(name, random.nextInt(2));
        PersonId person = random.nextInt(4) == 0 ? null : new PersonId(1 + random.nextInt(4));
        switch (random.nextInt(7)) {
            case 0, 1 ->
                writer.put(
                        photo(name, random.nextBoolean() ? null : NOON.plusDays(random.nextInt(9)), name + ".jpg"),
                        List.of(face(name, 0, 20, 1, 0), face(name, 1, 10, 3, 4)));
            case 2 -> writer.remove(photoId(name));
            case 3, 4 ->
                writer.assignWithReason(
                        Map.of(
                                face,
                                person == null
                                        ? new Assignment(Assignment.Reason.NO_SIMILAR_FACE)
                                        : new Assignment(Assignment.Reason.JOINED, random.nextInt(5))),
                        person);
            case 5 -> {
                try (GallerySnapshot now = writer.snapshot()) {
                    now.photo(photoId(name)).ifPresent(stored -> writer.update(captured(stored, random.nextInt(9))));
                }
            }
            default -> mark(writer, 1 + random.nextInt(20), face, random.nextBoolean());
        }
    }

    private static StoredPhoto captured(StoredPhoto photo, int days) {
        return new StoredPhoto(
                photo.id(),
                photo.paths(),
                photo.width(),
                photo.height(),
                CaptureTime.exif(NOON.plusDays(days)),
                photo.bytes(),
                photo.format());
    }

    private static void mark(GalleryWriter writer, long event, FaceId face, boolean isNotAFace) {
        Assertion none = new Assertion.NotAFace(face, BOX, event);
        writer.record(
                new PeopleEvent(
                        event,
                        Instant.EPOCH,
                        isNotAFace
                                ? new UserAction.MarkedNotAFace(List.of(face))
                                : new UserAction.UnmarkedNotAFace(List.of(face))),
                isNotAFace
                        ? new Changes(List.of(), List.of(), List.of(), List.of(none))
                        : new Changes(List.of(), List.of(), List.of(none), List.of()));
    }
}
