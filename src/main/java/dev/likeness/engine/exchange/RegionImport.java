package dev.likeness.engine.exchange;

import dev.likeness.engine.exchange.ExchangeWarning.Kind;
import dev.likeness.engine.exchange.PhotoFile.Frame;
import dev.likeness.engine.people.PeopleImport;
import dev.likeness.engine.people.UserAssertions;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.image.ImageReader;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import dev.likeness.xmp.FaceRegion;
import dev.likeness.xmp.FaceRegions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Reads the face regions that other programs wrote into photos and sidecars, matches them to the faces of
/// the gallery, and collects the names to import. The gallery is not changed.
///
/// Only the first source with a list of regions is used: the sidecars of a photo in the order of [Sidecars],
/// then the photo itself, then Picasa's file in the folder.
final class RegionImport {
    /// Regions of two formats in one file with at least this overlap are one face.
    private static final float SAME_REGION = 0.5f;

    private final GallerySnapshot snapshot;
    private final ImageReader reader;
    private final UserAssertions assertions;
    private final Sidecars sidecars = new Sidecars();
    private final PicasaFiles picasa = new PicasaFiles();
    private final List<ExchangeWarning> warnings = new ArrayList<>();
    private final Map<String, List<FaceId>> facesByName = new LinkedHashMap<>();
    private int photos;
    private int names;
    private int named;
    private int agreed;

    RegionImport(GallerySnapshot snapshot, ImageReader reader) {
        this.snapshot = snapshot;
        this.reader = reader;
        this.assertions = UserAssertions.of(snapshot);
    }

    /// A region with a name, in pixels of the upright photo.
    private record NamedRegion(String name, Box pixels, boolean isPoint) {}

    /// Reads all photos. Returns false if it was cancelled.
    boolean run(List<Path> roots, ExchangeListener listener, BooleanSupplier cancelled) {
        List<GalleryFile> files = GalleryFile.below(snapshot, roots);
        listener.started(files.size());
        for (GalleryFile file : files) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            read(file);
            listener.finished();
        }
        return true;
    }

    /// The names to import, without those that the faces already have.
    PeopleImport people() {
        List<PeopleImport.Person> people = new ArrayList<>();
        facesByName.forEach((name, faces) -> {
            Map<Optional<PersonId>, List<FaceId>> byPerson = new LinkedHashMap<>();
            faces.forEach(face -> byPerson.computeIfAbsent(personNamed(name, face), _ -> new ArrayList<>())
                    .add(face));
            byPerson.forEach((person, theirs) -> people.add(new PeopleImport.Person(
                    person.orElse(null), name, theirs, List.of(), List.of(), false, null, null, null)));
        });
        return new PeopleImport("face regions", people, List.of(), List.of(), List.of());
    }

    ImportSummary summary(String gallery, double seconds, @Nullable Long event, boolean dryRun, boolean completed) {
        List<String> newPeople = facesByName.keySet().stream()
                .filter(name -> snapshot.personNamed(name).isEmpty())
                .sorted()
                .toList();
        return new ImportSummary(
                gallery,
                photos,
                names,
                named,
                agreed,
                0,
                newPeople,
                List.copyOf(warnings),
                seconds,
                event,
                dryRun,
                completed);
    }

    private void read(GalleryFile file) {
        photos++;
        Path path = file.path();
        if (path == null) {
            // Without the file, the orientation of a sidecar's regions is unknown.
            warn(Kind.MISSING, file.firstPath(), null, "the photo is at none of its paths any more");
            return;
        }
        try {
            PhotoFile photo = PhotoFile.read(reader, path, file.photo());
            apply(file.photo(), path, regions(file.photo(), photo));
        } catch (LikenessException e) {
            Kind kind = e.code() == ErrorCode.GALLERY_INCOMPATIBLE ? Kind.CHANGED : Kind.UNREADABLE;
            warn(kind, UndecodablePath.text(path), null, e.getMessage());
        }
    }

    private List<NamedRegion> regions(StoredPhoto stored, PhotoFile photo) {
        for (Path sidecar : sidecars.of(photo.path())) {
            try {
                List<FaceRegions> lists = Sidecars.read(sidecar).faceRegions(photo.storedSize());
                if (!lists.isEmpty()) {
                    return placed(photo, sidecar, lists);
                }
            } catch (LikenessException e) {
                warn(Kind.UNREADABLE, sidecar.toString(), null, e.getMessage());
            }
        }
        List<FaceRegions> embedded = photo.embeddedRegions();
        return embedded.isEmpty() ? ofPicasa(stored, photo) : placed(photo, photo.path(), embedded);
    }

    /// Picasa does not say whether its rectangles are those of the picture as stored or upright, and its
    /// versions differ: the reading counts that puts more of them on faces.
    private List<NamedRegion> ofPicasa(StoredPhoto stored, PhotoFile photo) {
        PicasaFiles.Faces faces;
        try {
            faces = picasa.of(photo.path());
        } catch (LikenessException e) {
            warn(Kind.UNREADABLE, PicasaFiles.beside(photo.path()).toString(), null, e.getMessage());
            return List.of();
        }
        faces.problems().forEach(problem -> warn(Kind.MALFORMED, faces.file().toString(), null, problem));
        List<NamedRegion> upright = ofPicasa(photo, faces, Frame.UPRIGHT);
        List<NamedRegion> asStored = ofPicasa(photo, faces, Frame.STORED);
        return matches(stored, asStored) > matches(stored, upright) ? asStored : upright;
    }

    private List<NamedRegion> ofPicasa(PhotoFile photo, PicasaFiles.Faces faces, Frame frame) {
        return faces.named().stream()
                .filter(face -> PersonName.problem(face.name()).isEmpty())
                .map(face ->
                        new NamedRegion(PersonName.normalized(face.name()), photo.pixels(face.area(), frame), false))
                .toList();
    }

    private long matches(StoredPhoto stored, List<NamedRegion> regions) {
        return Arrays.stream(faceOfEach(regions, snapshot.faces(stored.id())))
                .filter(face -> face >= 0)
                .count();
    }

    private static int[] faceOfEach(List<NamedRegion> regions, List<StoredFace> faces) {
        return RegionMatching.faceOfEach(
                regions.stream().map(NamedRegion::pixels).toList(),
                faces.stream().map(face -> face.face().detection().box()).toList(),
                region -> regions.get(region).isPoint());
    }

    private List<NamedRegion> placed(PhotoFile photo, Path source, List<FaceRegions> lists) {
        List<NamedRegion> all = new ArrayList<>();
        for (FaceRegions list : lists) {
            list.problems().forEach(problem -> warn(Kind.MALFORMED, source.toString(), null, problem));
            Optional<Frame> frame = photo.frameOf(list.appliedTo());
            if (frame.isEmpty()) {
                warn(Kind.CROPPED, source.toString(), null, cropped(photo, list));
                return List.of();
            }
            List<NamedRegion> own = new ArrayList<>();
            for (FaceRegion region : list.regions()) {
                Box pixels = photo.pixels(region.area(), frame.get());
                boolean known = all.stream().anyMatch(other -> other.pixels().iou(pixels) >= SAME_REGION);
                if (region.name() != null && !known && isUsable(region.name(), source)) {
                    own.add(new NamedRegion(PersonName.normalized(region.name()), pixels, region.isPoint()));
                }
            }
            all.addAll(own);
        }
        return all;
    }

    private boolean isUsable(String name, Path source) {
        Optional<String> problem = PersonName.problem(name);
        problem.ifPresent(text -> warn(Kind.MALFORMED, source.toString(), null, "a name " + text));
        return problem.isEmpty();
    }

    static String cropped(PhotoFile photo, FaceRegions list) {
        FaceRegions.Dimensions applied = Objects.requireNonNull(list.appliedTo());
        return "its regions were drawn on a picture of %.0f×%.0f, other proportions than the photo's %d×%d"
                .formatted(applied.width(), applied.height(), photo.storedWidth(), photo.storedHeight());
    }

    private void apply(StoredPhoto photo, Path path, List<NamedRegion> regions) {
        names += regions.size();
        List<StoredFace> faces = snapshot.faces(photo.id());
        int[] faceOf = faceOfEach(regions, faces);
        for (int i = 0; i < regions.size(); i++) {
            String name = regions.get(i).name();
            if (faceOf[i] < 0) {
                warn(Kind.UNMATCHED, UndecodablePath.text(path), name, "no face of the gallery is where the region is");
            } else {
                apply(faces.get(faceOf[i]), path, name);
            }
        }
    }

    private void apply(StoredFace face, Path path, String name) {
        FaceId id = face.face().id();
        if (face.notAFace()) {
            warn(Kind.CONFLICT, UndecodablePath.text(path), name, "in Likeness a user has said that this is no face");
            return;
        }
        Optional<PersonId> confirmed = assertions.confirmed(id);
        if (confirmed.isPresent()) {
            String here = name(confirmed.get());
            if (name.equals(here)) {
                agreed++;
            } else {
                String person = here == null ? "person #" + confirmed.get() : here;
                warn(
                        Kind.CONFLICT,
                        UndecodablePath.text(path),
                        name,
                        "in Likeness a user has said that this is " + person);
            }
            return;
        }
        Optional<PersonId> person = personNamed(name, id);
        if (person.isPresent() && assertions.rejected(id, person.get())) {
            warn(Kind.CONFLICT, UndecodablePath.text(path), name, "in Likeness a user has said that it is not");
            return;
        }
        if (face.person() != null && name.equals(name(face.person()))) {
            // A region that says what the clusterer found out is no word of a user: it may be the gallery's own.
            agreed++;
            return;
        }
        named++;
        facesByName.computeIfAbsent(name, _ -> new ArrayList<>()).add(id);
    }

    /// The person with this name. If there are several, the face's current person is preferred.
    private Optional<PersonId> personNamed(String name, FaceId face) {
        Optional<PersonId> own =
                snapshot.face(face).map(StoredFace::person).filter(person -> name.equals(name(person)));
        return own.or(() -> snapshot.personNamed(name).map(Person::id));
    }

    private @Nullable String name(PersonId person) {
        return snapshot.person(person).map(Person::name).orElse(null);
    }

    private void warn(Kind kind, String file, @Nullable String name, String detail) {
        warnings.add(new ExchangeWarning(kind, file, name, detail));
    }
}
