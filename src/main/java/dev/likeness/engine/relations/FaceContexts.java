package dev.likeness.engine.relations;

import dev.likeness.cluster.ContextRules;
import dev.likeness.engine.relations.FaceContext.Company;
import dev.likeness.engine.relations.FaceContext.Moment;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.PhotoFilter;
import dev.likeness.index.PhotoFinder.FoundPhotos;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.StoredFace;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the contexts of faces, by the rules by which the clusterer counts them. What it finds is how the
/// gallery is now, which may be more than the clusterer knew. Only faces that joined a person have a context.
final class FaceContexts {
    private static final Duration LONGEST = Duration.ofMillis(ContextRules.MAX_MOMENT_MILLIS);

    private final GallerySnapshot snapshot;

    FaceContexts(GallerySnapshot snapshot) {
        this.snapshot = snapshot;
    }

    Optional<FaceContext> ofFace(FaceId id) {
        return snapshot.face(id)
                .filter(FaceContexts::mayHaveOne)
                .flatMap(face -> context(face, snapshot.faces(face.face().id().photo())));
    }

    Map<FaceId, FaceContext> ofPhoto(PhotoId photo) {
        List<StoredFace> faces = snapshot.faces(photo);
        return byFace(faces, face -> context(face, faces));
    }

    /// @param together in how many photos the person is with each other person
    Map<FaceId, FaceContext> ofPerson(PersonId person, Map<PersonId, Integer> together) {
        List<StoredFace> own = snapshot.facesOf(person);
        TreeSet<LocalDateTime> clear = new TreeSet<>();
        own.stream()
                .filter(FaceContexts::isClear)
                .flatMap(face -> Stream.ofNullable(face.captureTime()))
                .forEach(clear::add);
        return byFace(
                own,
                face -> context(
                        face,
                        snapshot.faces(face.face().id().photo()),
                        isNearOneOf(clear, face.captureTime()) ? moment(face) : Optional.empty(),
                        other -> together.getOrDefault(other, 1) - 1));
    }

    private static Map<FaceId, FaceContext> byFace(
            List<StoredFace> faces, Function<StoredFace, Optional<FaceContext>> contextOf) {
        Map<FaceId, FaceContext> contexts = new TreeMap<>();
        faces.stream()
                .filter(FaceContexts::mayHaveOne)
                .forEach(face -> contextOf
                        .apply(face)
                        .ifPresent(context -> contexts.put(face.face().id(), context)));
        return contexts;
    }

    private static boolean mayHaveOne(StoredFace face) {
        return is(face, Assignment.Reason.JOINED);
    }

    private static boolean isNearOneOf(NavigableSet<LocalDateTime> times, @Nullable LocalDateTime time) {
        LocalDateTime first = time == null ? null : times.ceiling(time.minus(LONGEST));
        return time != null && first != null && !first.isAfter(time.plus(LONGEST));
    }

    private Optional<FaceContext> context(StoredFace face, List<StoredFace> faces) {
        return context(face, faces, moment(face), other -> photosTogether(face, other));
    }

    /// @param faces all faces of the photo
    /// @param photosTogether in how many other photos somebody is with the face's person
    private Optional<FaceContext> context(
            StoredFace face,
            List<StoredFace> faces,
            Optional<PhotoPosition> near,
            ToIntFunction<PersonId> photosTogether) {
        PersonId person = face.person();
        if (person == null || clearPeople(faces).contains(person)) {
            return Optional.empty();
        }
        Moment moment = near.map(other -> moment(other, face, faces)).orElse(null);
        Company company = company(faces, photosTogether).orElse(null);
        return moment == null && company == null ? Optional.empty() : Optional.of(new FaceContext(moment, company));
    }

    /// The nearest other photo of the moment that clearly shows the person of a face.
    private Optional<PhotoPosition> moment(StoredFace face) {
        LocalDateTime time = face.captureTime();
        if (time == null || !ContextRules.isExact(time)) {
            return Optional.empty();
        }
        FoundPhotos near = snapshot.findPhotos(
                PhotoFilter.none()
                        .captured(time.minus(LONGEST), time.plus(LONGEST).plusNanos(1_000_000)),
                PhotoOrder.OLDEST,
                null,
                ContextRules.MAX_MOMENT_PHOTOS);
        if (near.count() > ContextRules.MAX_MOMENT_PHOTOS) {
            return Optional.empty();
        }
        return near.photos().stream()
                .filter(other -> !other.photo().equals(face.face().id().photo()))
                .filter(other -> snapshot.faces(other.photo()).stream()
                        .anyMatch(there -> isClear(there) && Objects.equals(there.person(), face.person())))
                .min(Comparator.comparing(
                                (PhotoPosition other) -> between(other, time).abs())
                        .thenComparing(PhotoPosition::photo));
    }

    private static Duration between(PhotoPosition other, @Nullable LocalDateTime time) {
        return other.captureTime() == null || time == null
                ? Duration.ZERO
                : Duration.between(other.captureTime(), time);
    }

    private Moment moment(PhotoPosition other, StoredFace face, List<StoredFace> faces) {
        Set<PersonId> both = clearPeople(snapshot.faces(other.photo()));
        both.retainAll(clearPeople(faces));
        String path = snapshot.photo(other.photo()).stream()
                .flatMap(stored -> stored.paths().keySet().stream())
                .findFirst()
                .orElse(null);
        return new Moment(
                other.photo(), path, between(other, face.captureTime()).toMillis() / 1000.0, both.size());
    }

    private Optional<Company> company(List<StoredFace> faces, ToIntFunction<PersonId> photosTogether) {
        Set<PersonId> others = clearPeople(faces);
        if (others.size() > ContextRules.MAX_COMPANY) {
            return Optional.empty();
        }
        return others.stream()
                .map(other -> new Company(other, name(other), photosTogether.applyAsInt(other)))
                .filter(company -> company.photos() >= ContextRules.MIN_PHOTOS_TOGETHER)
                .max(Comparator.comparingInt(Company::photos)
                        .thenComparing(Comparator.comparing(Company::person).reversed()));
    }

    /// In how many photos somebody is with the person of a face, besides the photo of the face.
    private int photosTogether(StoredFace face, PersonId other) {
        PersonId person = face.person();
        return person == null
                ? 0
                : snapshot.findPhotos(
                                        PhotoFilter.none().ofPeople(Set.of(person, other), Set.of()),
                                        PhotoOrder.ID,
                                        null,
                                        1)
                                .count()
                        - 1;
    }

    private @Nullable String name(PersonId person) {
        return snapshot.person(person).map(Person::name).orElse(null);
    }

    /// Of whom it is clear that they are in a photo.
    private static Set<PersonId> clearPeople(List<StoredFace> faces) {
        Set<PersonId> people = new TreeSet<>();
        for (StoredFace face : faces) {
            PersonId person = face.person();
            if (person != null && isClear(face)) {
                people.add(person);
            }
        }
        return people;
    }

    private static boolean isClear(StoredFace face) {
        return is(face, Assignment.Reason.CORE) || is(face, Assignment.Reason.USER);
    }

    private static boolean is(StoredFace face, Assignment.Reason reason) {
        return face.assignment() != null && face.assignment().reason() == reason;
    }
}
