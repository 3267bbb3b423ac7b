package dev.likeness.api.rekognition;

import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.PersonLabel;
import dev.likeness.api.http.Call;
import dev.likeness.engine.people.PersonDetails;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.extract.Probe;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.Threshold;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Search for faces or users by a face, a user or an image.
final class SearchOperations {
    private static final int MAX_FACES = 4096;
    private static final int DEFAULT_FACES = 80;
    private static final int MAX_USERS = 500;
    private static final int DEFAULT_USERS = 100;
    private static final float DEFAULT_THRESHOLD = 80;
    /// A person can have several of the nearest faces, so more faces are searched than users are returned.
    private static final int HITS_PER_USER = 10;

    /// The user's best faces suffice as probes; more of them cost time without changing the result.
    private static final int MAX_PROBES = 10;

    private final CollectionAccess access;

    SearchOperations(CollectionAccess access) {
        this.access = access;
    }

    void addTo(Map<String, Operation> operations) {
        operations.put("SearchFaces", Operation.read(this::faces));
        operations.put("SearchFacesByImage", Operation.read(this::facesByImage));
        operations.put("SearchUsers", Operation.read(this::users));
        operations.put("SearchUsersByImage", Operation.read(this::usersByImage));
    }

    record SearchFaces(
            @Nullable String collectionId,
            @Nullable String faceId,
            @Nullable Integer maxFaces,
            @Nullable Float faceMatchThreshold) {}

    record FoundFaces(String searchedFaceId, List<Shapes.FaceMatch> faceMatches, String faceModelVersion) {}

    private Object faces(Call call) {
        SearchFaces wanted = AwsJson.read(call.body(), SearchFaces.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        int max = CollectionAccess.number("MaxFaces", wanted.maxFaces(), DEFAULT_FACES, 1, MAX_FACES);
        float threshold = Similarity.threshold("FaceMatchThreshold", wanted.faceMatchThreshold(), DEFAULT_THRESHOLD);
        CollectionAccess.CollectionFace face = face(collection, wanted.faceId());
        call.audit("gallery", collection.gallery());
        SearchResult result =
                search(collection, List.of(new Probe.StoredFaceProbe(face.face().face())), max, false);
        return new FoundFaces(
                FaceUuid.of(face.face().face()).toString(),
                matches(collection, result, result.faces().getFirst(), threshold, max),
                result.embedder());
    }

    private CollectionAccess.CollectionFace face(CollectionId collection, @Nullable String faceId) {
        return access.face(collection, CollectionAccess.required("FaceId", faceId))
                .orElseThrow(() -> AwsException.invalid("faceId was not found in the collection."));
    }

    record SearchFacesByImage(
            @Nullable String collectionId,
            Shapes.@Nullable Image image,
            @Nullable Integer maxFaces,
            @Nullable Float faceMatchThreshold,
            @Nullable String qualityFilter) {}

    record FoundFacesByImage(
            Shapes.BoundingBox searchedFaceBoundingBox,
            float searchedFaceConfidence,
            List<Shapes.FaceMatch> faceMatches,
            String faceModelVersion) {}

    private Object facesByImage(Call call) {
        SearchFacesByImage wanted = AwsJson.read(call.body(), SearchFacesByImage.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        byte[] image = Shapes.Image.required("Image", wanted.image());
        int max = CollectionAccess.number("MaxFaces", wanted.maxFaces(), DEFAULT_FACES, 1, MAX_FACES);
        float threshold = Similarity.threshold("FaceMatchThreshold", wanted.faceMatchThreshold(), DEFAULT_THRESHOLD);
        QualityFilter bar = QualityFilter.parse(wanted.qualityFilter(), "NONE");
        call.audit("gallery", collection.gallery());
        AnalysedFace face = AnalysedFace.largest(
                AnalysedFace.of(access.backend().engine(), access.analyse(collection, image)), bar);
        SearchResult result = search(collection, List.of(face.probe()), max, false);
        return new FoundFacesByImage(
                face.box(),
                face.confidence(),
                matches(collection, result, result.faces().getFirst(), threshold, max),
                result.embedder());
    }

    private List<Shapes.FaceMatch> matches(
            CollectionId collection, SearchResult result, SearchResult.ProbeFace query, float threshold, int max) {
        return query.hits().stream()
                .map(hit -> Map.entry(Similarity.of(query, hit), hit))
                .filter(match -> match.getKey() >= threshold)
                // The probability also depends on quality, so the nearest face need not be the most probable.
                .sorted(Map.Entry.<Float, SearchResult.Hit>comparingByKey().reversed())
                .limit(max)
                .flatMap(match -> match(collection, result.embedder(), match.getKey(), match.getValue()))
                .toList();
    }

    private Stream<Shapes.FaceMatch> match(
            CollectionId collection, String model, float similarity, SearchResult.Hit hit) {
        PersonId person = hit.person();
        return access.photo(collection, hit.face().photo()).stream()
                .map(photo -> new Shapes.FaceMatch(
                        similarity,
                        Shapes.Face.of(
                                hit.face(),
                                hit.detection(),
                                new Shapes.ImageSize(photo.width(), photo.height()),
                                hit.paths(),
                                model,
                                person == null ? null : PersonLabel.of(person, hit.name()))));
    }

    /// @param faceId null if `userId` is given
    /// @param userId null if `faceId` is given
    record SearchUsers(
            @Nullable String collectionId,
            @Nullable String faceId,
            @Nullable String userId,
            @Nullable Integer maxUsers,
            @Nullable Float userMatchThreshold) {}

    record FoundUsers(
            List<Shapes.UserMatch> userMatches,
            String faceModelVersion,
            @Nullable SearchedFace searchedFace,
            @Nullable SearchedUser searchedUser) {}

    record SearchedFace(String faceId) {}

    record SearchedUser(String userId) {}

    private Object users(Call call) {
        SearchUsers wanted = AwsJson.read(call.body(), SearchUsers.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        int max = CollectionAccess.number("MaxUsers", wanted.maxUsers(), DEFAULT_USERS, 1, MAX_USERS);
        float threshold = Similarity.threshold("UserMatchThreshold", wanted.userMatchThreshold(), DEFAULT_THRESHOLD);
        if ((wanted.faceId() == null) == (wanted.userId() == null)) {
            throw AwsException.invalid("either FaceId or UserId must be given");
        }
        call.audit("gallery", collection.gallery());
        if (wanted.faceId() != null) {
            CollectionAccess.CollectionFace face = face(collection, wanted.faceId());
            SearchResult result = search(
                    collection, List.of(new Probe.StoredFaceProbe(face.face().face())), max, true);
            return new FoundUsers(
                    users(result, threshold, max, null),
                    result.embedder(),
                    new SearchedFace(FaceUuid.of(face.face().face()).toString()),
                    null);
        }
        Person user = access.requireUser(collection, wanted.userId());
        List<Probe.StoredFaceProbe> probes =
                access.backend().engine().people(collection.gallery()).get(user.id()).faces().stream()
                        .sorted(Comparator.comparingInt(PersonDetails.PersonFace::quality)
                                .reversed())
                        .limit(MAX_PROBES)
                        .map(face -> new Probe.StoredFaceProbe(face.face()))
                        .toList();
        SearchResult result = search(collection, probes, max, true);
        return new FoundUsers(
                users(result, threshold, max, user.id()),
                result.embedder(),
                null,
                new SearchedUser(PersonLabel.of(user.id(), user.name())));
    }

    record SearchUsersByImage(
            @Nullable String collectionId,
            Shapes.@Nullable Image image,
            @Nullable Integer maxUsers,
            @Nullable Float userMatchThreshold,
            @Nullable String qualityFilter) {}

    record FoundUsersByImage(
            List<Shapes.UserMatch> userMatches,
            String faceModelVersion,
            SearchedFaceDetails searchedFace,
            List<UnsearchedFace> unsearchedFaces) {}

    record SearchedFaceDetails(Shapes.FaceDetail faceDetail) {}

    record UnsearchedFace(Shapes.FaceDetail faceDetails, List<String> reasons) {}

    private Object usersByImage(Call call) {
        SearchUsersByImage wanted = AwsJson.read(call.body(), SearchUsersByImage.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        byte[] image = Shapes.Image.required("Image", wanted.image());
        int max = CollectionAccess.number("MaxUsers", wanted.maxUsers(), DEFAULT_USERS, 1, MAX_USERS);
        float threshold = Similarity.threshold("UserMatchThreshold", wanted.userMatchThreshold(), DEFAULT_THRESHOLD);
        QualityFilter bar = QualityFilter.parse(wanted.qualityFilter(), "NONE");
        call.audit("gallery", collection.gallery());
        List<AnalysedFace> faces = AnalysedFace.of(access.backend().engine(), access.analyse(collection, image));
        AnalysedFace face = AnalysedFace.largest(faces, bar);
        SearchResult result = search(collection, List.of(face.probe()), max, true);
        return new FoundUsersByImage(
                users(result, threshold, max, null),
                result.embedder(),
                new SearchedFaceDetails(face.detail()),
                faces.stream()
                        .skip(1)
                        .map(other -> new UnsearchedFace(other.detail(), List.of("FACE_NOT_LARGEST")))
                        .toList());
    }

    /// The users among the hits of all probes, most probable first.
    ///
    /// @param except the user who is searched for
    private static List<Shapes.UserMatch> users(
            SearchResult result, float threshold, int max, @Nullable PersonId except) {
        Map<PersonId, Shapes.UserMatch> best = new HashMap<>();
        for (SearchResult.ProbeFace query : result.faces()) {
            for (SearchResult.PersonHit hit : query.people()) {
                float similarity = Similarity.of(query, hit);
                if (similarity >= threshold && !hit.person().equals(except)) {
                    best.merge(
                            hit.person(),
                            new Shapes.UserMatch(
                                    similarity, Shapes.User.of(PersonLabel.of(hit.person(), hit.name()), true)),
                            (one, other) -> one.similarity() >= other.similarity() ? one : other);
                }
            }
        }
        return best.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<PersonId, Shapes.UserMatch> match) ->
                                -match.getValue().similarity())
                        .thenComparing(Map.Entry::getKey))
                .limit(max)
                .map(Map.Entry::getValue)
                .toList();
    }

    private SearchResult search(CollectionId collection, List<? extends Probe> probes, int max, boolean users) {
        long hits = users ? (long) max * HITS_PER_USER : max;
        SearchRequest request = new SearchRequest(
                collection.gallery(),
                (int) Math.min(hits, SearchRequest.MAX_K),
                Threshold.NONE,
                0,
                FaceFilter.none(),
                false,
                users);
        return access.backend().search(request, List.of(probes));
    }
}
