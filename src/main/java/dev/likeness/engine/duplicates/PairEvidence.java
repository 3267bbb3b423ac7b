package dev.likeness.engine.duplicates;

import dev.likeness.calibration.Calibration;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.scoring.MatchScorer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The evidence that a user needs to decide whether two people are one: their most similar faces, and what is
/// against it in words.
final class PairEvidence {
    private static final int BEST_FACES = 3;

    /// Maximum number of a person's faces that are compared one by one; those with the greatest magnitude are
    /// used.
    private static final int FACES_COMPARED = 100;

    private static final int PHOTOS_NAMED = 3;

    private final ComparedPeople people;
    private final GallerySnapshot snapshot;
    private final MatchScorer scorer;
    private final Map<Integer, List<StoredFace>> faces;

    /// Reads the faces of the people who are shown.
    ///
    /// @param shown indices of the people of all pairs that [#candidate] will be called with
    PairEvidence(ComparedPeople people, Set<Integer> shown, GallerySnapshot snapshot, MatchScorer scorer) {
        this.people = people;
        this.snapshot = snapshot;
        this.scorer = scorer;
        this.faces = clearestFaces(shown);
    }

    private Map<Integer, List<StoredFace>> clearestFaces(Set<Integer> shown) {
        Map<Integer, List<StoredFace>> clearest = new HashMap<>();
        shown.forEach(person -> clearest.put(
                person,
                snapshot.clearestFaces(people.id(person), FACES_COMPARED).stream()
                        .flatMap(face -> snapshot.face(face).stream())
                        .toList()));
        return clearest;
    }

    DuplicatesResult.Candidate candidate(DuplicatePairs.ScoredPair pair) {
        List<DuplicatesResult.FacePair> bestFaces = bestFaces(pair);
        return new DuplicatesResult.Candidate(
                people.id(pair.first()),
                people.id(pair.second()),
                pair.probability(),
                pair.logLikelihoodRatio(),
                pair.cosine(),
                pair.sharedPhotos(),
                people.rejectedFaces(pair.first(), pair.second()),
                bestFaces,
                contraryEvidence(pair, bestFaces));
    }

    private List<DuplicatesResult.FacePair> bestFaces(DuplicatePairs.ScoredPair pair) {
        record ComparedFaces(StoredFace one, StoredFace other, float cosine, double ratio) {}
        List<ComparedFaces> all = new ArrayList<>();
        for (StoredFace one : faces.getOrDefault(pair.first(), List.of())) {
            for (StoredFace other : faces.getOrDefault(pair.second(), List.of())) {
                float cosine = one.face()
                        .embedding()
                        .direction()
                        .cosine(other.face().embedding().direction());
                all.add(new ComparedFaces(one, other, cosine, ratio(one, other, cosine)));
            }
        }
        return all.stream()
                .sorted(Comparator.comparingDouble((ComparedFaces compared) -> -compared.ratio)
                        .thenComparing(compared -> compared.one.face().id())
                        .thenComparing(compared -> compared.other.face().id()))
                .limit(BEST_FACES)
                .map(compared -> new DuplicatesResult.FacePair(
                        compared.one.face().id(),
                        compared.other.face().id(),
                        compared.cosine,
                        quality(compared.one),
                        quality(compared.other),
                        path(compared.one.face().id().photo()),
                        path(compared.other.face().id().photo())))
                .toList();
    }

    private double ratio(StoredFace one, StoredFace other, float cosine) {
        Calibration calibration = scorer.calibration();
        return calibration == null
                ? cosine
                : calibration
                        .probability(
                                cosine,
                                one.face().embedding().magnitude(),
                                other.face().embedding().magnitude(),
                                0.5)
                        .logLikelihoodRatio();
    }

    private List<String> contraryEvidence(DuplicatePairs.ScoredPair pair, List<DuplicatesResult.FacePair> bestFaces) {
        List<String> contrary = new ArrayList<>();
        List<PhotoId> photos = people.photosOfBoth(pair.first(), pair.second());
        photos.stream().sorted().limit(PHOTOS_NAMED).forEach(photo -> contrary.add("both are in " + label(photo)));
        if (photos.size() > PHOTOS_NAMED) {
            contrary.add("both are in %d more photos".formatted(photos.size() - PHOTOS_NAMED));
        }
        int rejected = people.rejectedFaces(pair.first(), pair.second());
        if (rejected > 0) {
            contrary.add(
                    rejected == 1
                            ? "a user said of a face of one that it is not the other"
                            : "a user said of %d faces of one that they are not the other".formatted(rejected));
        }
        if (pair.lowQuality()) {
            contrary.add("both are known from poor faces only, which are alike without being one person");
        }
        photosBeforeBirth(pair.first(), pair.second()).ifPresent(contrary::add);
        photosBeforeBirth(pair.second(), pair.first()).ifPresent(contrary::add);
        String one = people.name(pair.first());
        String other = people.name(pair.second());
        if (one != null && other != null && !one.equals(other)) {
            contrary.add("they bear two names, %s and %s".formatted(one, other));
        }
        boolean facesMatch = bestFaces.stream().anyMatch(compared -> MatchScorer.MATCH.equals(decision(compared)));
        if (!facesMatch) {
            contrary.add("no two faces of theirs match by themselves");
        }
        return contrary;
    }

    /// The evidence against one person's date of birth: photos of the other person that are older. It is
    /// only reported in words, because cameras' clocks are often wrong.
    private Optional<String> photosBeforeBirth(int person, int other) {
        LocalDate birthDate = people.birthDate(person);
        if (birthDate == null) {
            return Optional.empty();
        }
        long before = faces.getOrDefault(other, List.of()).stream()
                .filter(face -> face.captureTime() != null
                        && face.captureTime().toLocalDate().isBefore(birthDate))
                .map(face -> face.face().id().photo())
                .distinct()
                .count();
        return before == 0
                ? Optional.empty()
                : Optional.of("%s was born on %s, and %d %s of the other %s before"
                        .formatted(
                                label(person),
                                birthDate,
                                before,
                                before == 1 ? "photo" : "photos",
                                before == 1 ? "is from" : "are from"));
    }

    private String label(int person) {
        String name = people.name(person);
        return name == null ? "#" + people.id(person) : name;
    }

    private @Nullable String decision(DuplicatesResult.FacePair pair) {
        return scorer.decision(pair.cosine(), magnitude(pair.first()), magnitude(pair.second()));
    }

    private double magnitude(FaceId face) {
        return snapshot.face(face)
                .orElseThrow(
                        () -> new LikenessException(ErrorCode.GALLERY_CORRUPT, "face " + face + " has no document"))
                .face()
                .embedding()
                .magnitude();
    }

    private int quality(StoredFace face) {
        return scorer.quality(face.face().embedding().magnitude());
    }

    private @Nullable String path(PhotoId photo) {
        return snapshot.photo(photo)
                .flatMap(stored -> stored.paths().keySet().stream().findFirst())
                .orElse(null);
    }

    private String label(PhotoId photo) {
        String path = path(photo);
        return path == null ? photo.sha256() : path;
    }
}
