package dev.likeness.engine.exchange;

import dev.likeness.engine.exchange.ExchangeWarning.Kind;
import dev.likeness.engine.people.PeopleImport;
import dev.likeness.engine.people.UserAssertions;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Matches the people of a file to a gallery: photos by their hash, otherwise by a path; faces by their
/// position. Assertions in the gallery take precedence; everything else is collected as one import.
final class PeopleFileImport {
    private final PeopleFile file;
    private final Path path;
    private final GallerySnapshot snapshot;
    private final UserAssertions assertions;
    private final Map<PeopleFile.Place, FaceId> faceAt = new HashMap<>();
    private final List<ExchangeWarning> warnings;
    private final List<String> newPeople = new ArrayList<>();
    private int photos;
    private int faces;
    private int newlyAssigned;
    private int agreed;

    private final Set<PeopleFile.Place> toDraw;
    private final List<FaceId> drawn;

    /// @param path path of the file, for warnings
    /// @param problems entries of the file that are left out
    /// @param toDraw places where a dry run would draw a face
    /// @param drawn faces that were stored for this import
    PeopleFileImport(
            PeopleFile file,
            Path path,
            List<ExchangeWarning> problems,
            GallerySnapshot snapshot,
            Set<PeopleFile.Place> toDraw,
            List<FaceId> drawn) {
        this.file = file;
        this.warnings = new ArrayList<>(problems);
        this.path = path;
        this.snapshot = snapshot;
        this.toDraw = toDraw;
        this.drawn = drawn;
        this.assertions = UserAssertions.of(snapshot);
    }

    PeopleImport run() {
        findFaces();
        Map<Integer, PersonId> known = new PeopleMatching(snapshot, this::found).of(file.people());
        List<PeopleImport.Person> people = new ArrayList<>();
        Map<Integer, Integer> placeOf = new HashMap<>();
        for (PeopleFile.Person person : file.people()) {
            placeOf.put(person.number(), people.size());
            people.add(person(person, Optional.ofNullable(known.get(people.size()))));
        }
        List<FaceId> notFaces = file.notFaces().stream()
                .flatMap(place -> found(place).stream())
                .filter(face -> isFree(face, "no face at all"))
                .toList();
        List<PeopleImport.Different> different = file.different().stream()
                .filter(pair -> placeOf.containsKey(pair.getFirst()) && placeOf.containsKey(pair.getLast()))
                .map(pair -> new PeopleImport.Different(
                        placeOf.getOrDefault(pair.getFirst(), 0), placeOf.getOrDefault(pair.getLast(), 0)))
                .toList();
        return new PeopleImport("a file of people", people, notFaces, different, drawn);
    }

    ImportSummary summary(String gallery, double seconds, @Nullable Long event, boolean dryRun) {
        return new ImportSummary(
                gallery,
                photos,
                faces,
                newlyAssigned,
                agreed,
                drawn.size() + toDraw.size(),
                newPeople.stream().sorted().toList(),
                List.copyOf(warnings),
                seconds,
                event,
                dryRun,
                true);
    }

    /// Matches each face of the file to the gallery's face at its position.
    private void findFaces() {
        Map<String, Set<PeopleFile.Place>> byPhoto = file.places();
        photos = byPhoto.size();
        byPhoto.values().forEach(this::findFaces);
    }

    private void findFaces(Set<PeopleFile.Place> places) {
        PeopleFile.Place any = places.iterator().next();
        Optional<StoredPhoto> photo = photo(any, snapshot);
        if (photo.isEmpty()) {
            warn(Kind.MISSING, any, null, "the gallery knows the photo neither by its bytes nor by a path");
            return;
        }
        List<PeopleFile.Place> asked = List.copyOf(places);
        List<StoredFace> there = facesOf(photo.get(), snapshot);
        int[] faceOf = RegionMatching.faceOfEach(
                asked.stream().map(place -> pixels(place, photo.get())).toList(),
                there.stream().map(face -> face.face().detection().box()).toList());
        for (int i = 0; i < faceOf.length; i++) {
            if (faceOf[i] >= 0) {
                faceAt.put(asked.get(i), there.get(faceOf[i]).face().id());
            } else if (!toDraw.contains(asked.get(i))) {
                warn(Kind.UNMATCHED, asked.get(i), null, "no face of the gallery is in the place the file says");
            }
        }
    }

    /// The faces of a photo, without drawn faces that were taken back.
    static List<StoredFace> facesOf(StoredPhoto photo, GallerySnapshot snapshot) {
        return snapshot.faces(photo.id()).stream()
                .filter(face -> !(face.notAFace() && face.face().id().isDrawn()))
                .toList();
    }

    private Optional<FaceId> found(PeopleFile.Place place) {
        return Optional.ofNullable(faceAt.get(place.withoutConfirmation()));
    }

    /// The photo of a place: by its hash, otherwise by a path.
    static Optional<StoredPhoto> photo(PeopleFile.Place place, GallerySnapshot snapshot) {
        return snapshot.photo(new PhotoId(place.photo()))
                .or(() -> place.paths().stream()
                        .flatMap(path -> snapshot.photoAt(path).stream())
                        .findFirst());
    }

    /// The box of a place, in pixels of its photo.
    static Box pixels(PeopleFile.Place place, StoredPhoto photo) {
        List<Float> box = place.box();
        return new Box(
                box.get(0) * photo.width(),
                box.get(1) * photo.height(),
                box.get(2) * photo.width(),
                box.get(3) * photo.height());
    }

    private PeopleImport.Person person(PeopleFile.Person person, Optional<PersonId> known) {
        boolean hasFace = person.faces().isEmpty();
        List<FaceId> confirmed = new ArrayList<>();
        List<FaceId> placed = new ArrayList<>();
        for (PeopleFile.Place place : person.faces()) {
            faces++;
            Optional<FaceId> face = found(place);
            if (face.isEmpty() && toDraw.contains(place.withoutConfirmation())) {
                newlyAssigned++;
                hasFace = true;
            }
            if (face.isPresent() && mayBe(face.get(), place, known, person.name())) {
                (Boolean.TRUE.equals(place.confirmed()) ? confirmed : placed).add(face.get());
                hasFace = true;
            }
        }
        // A new person none of whose faces are here would be a name without a face.
        String name = known.isPresent() || hasFace ? person.name() : null;
        if (known.isEmpty() && name != null) {
            newPeople.add(name);
        }
        PersonId who = known.orElse(null);
        List<FaceId> refused = person.notTheirs().stream()
                .flatMap(place -> found(place).stream())
                .filter(face -> who == null
                        || assertions.confirmed(face).filter(who::equals).isEmpty())
                .toList();
        LocalDate birthDate = person.birthDate() == null ? null : LocalDate.parse(person.birthDate());
        LocalDate bornHere =
                known.flatMap(snapshot::person).map(Person::birthDate).orElse(null);
        if (birthDate != null && bornHere != null && !birthDate.equals(bornHere)) {
            warnings.add(new ExchangeWarning(
                    Kind.CONFLICT,
                    path.toString(),
                    person.name(),
                    "in Likeness a user has said that the birth date is %s, not %s".formatted(bornHere, birthDate)));
            birthDate = null;
        }
        return new PeopleImport.Person(
                who,
                name,
                confirmed,
                placed,
                refused,
                person.hidden(),
                Optional.ofNullable(person.cover())
                        .flatMap(this::found)
                        .filter(face -> confirmed.contains(face) || placed.contains(face))
                        .orElse(null),
                birthDate,
                person.externalId());
    }

    /// Whether no assertion in the gallery contradicts what the file says about a face.
    private boolean mayBe(FaceId face, PeopleFile.Place place, Optional<PersonId> person, @Nullable String name) {
        Optional<PersonId> here = assertions.confirmed(face);
        if (here.isPresent() && !here.equals(person)) {
            warn(Kind.CONFLICT, place, name, "in Likeness a user has said that this is " + displayName(here.get()));
            return false;
        }
        if (assertions.notFaces().contains(face)) {
            warn(Kind.CONFLICT, place, name, "in Likeness a user has said that this is no face");
            return false;
        }
        if (person.isPresent() && assertions.rejected(face, person.get())) {
            warn(Kind.CONFLICT, place, name, "in Likeness a user has said that it is not");
            return false;
        }
        Optional<PersonId> now = snapshot.face(face).map(StoredFace::person);
        if (now.isPresent() && now.equals(person)) {
            agreed++;
            return true;
        }
        boolean elsewhere = now.flatMap(snapshot::person).map(Person::name).isPresent();
        if (elsewhere && !Boolean.TRUE.equals(place.confirmed())) {
            warn(
                    Kind.CONFLICT,
                    place,
                    name,
                    "in Likeness it is with " + displayName(now.orElseThrow())
                            + ", and no user had confirmed otherwise");
            return false;
        }
        newlyAssigned++;
        return true;
    }

    private boolean isFree(FaceId face, String claim) {
        Optional<PersonId> here = assertions.confirmed(face);
        here.ifPresent(person -> warnings.add(new ExchangeWarning(
                Kind.CONFLICT,
                face.toString(),
                null,
                "the file says that it is %s; in Likeness a user has said that it is %s"
                        .formatted(claim, displayName(person)))));
        return here.isEmpty();
    }

    private String displayName(PersonId person) {
        return snapshot.person(person).map(Person::name).orElse("person #" + person);
    }

    private void warn(Kind kind, PeopleFile.Place place, @Nullable String name, String detail) {
        String photo = place.paths().isEmpty() ? place.photo() : place.paths().getFirst();
        warnings.add(new ExchangeWarning(kind, photo, name, detail));
    }
}
