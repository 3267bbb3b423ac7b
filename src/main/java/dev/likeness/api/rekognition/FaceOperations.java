package dev.likeness.api.rekognition;

import dev.likeness.api.PurgeJob;
import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.http.Call;
import dev.likeness.engine.contents.FaceDetails;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.people.PersonDetails;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Operations on the faces of a collection: index, list, delete.
final class FaceOperations {
    private static final int MAX_INDEXED = 100;
    private static final int MAX_LISTED = 4096;
    private static final int MAX_DELETED = 4096;

    private final CollectionAccess access;

    FaceOperations(CollectionAccess access) {
        this.access = access;
    }

    void addTo(Map<String, Operation> operations) {
        operations.put("IndexFaces", Operation.write(this::index));
        operations.put("ListFaces", Operation.query(this::list));
        operations.put("DeleteFaces", Operation.write(this::delete));
    }

    /// Attributes that Likeness does not estimate, such as age, may be requested and are omitted.
    ///
    /// @param maxFaces maximum number of faces to index, largest first
    record IndexFaces(
            @Nullable String collectionId,
            Shapes.@Nullable Image image,
            @Nullable String externalImageId,
            @Nullable Integer maxFaces,
            @Nullable String qualityFilter) {}

    record Indexed(List<FaceRecord> faceRecords, List<UnindexedFace> unindexedFaces, String faceModelVersion) {}

    record FaceRecord(Shapes.Face face, Shapes.FaceDetail faceDetail) {}

    record UnindexedFace(List<String> reasons, Shapes.FaceDetail faceDetail) {}

    private Object index(Call call) {
        IndexFaces wanted = AwsJson.read(call.body(), IndexFaces.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        byte[] image = Shapes.Image.required("Image", wanted.image());
        String name = ExternalImageId.name(wanted.externalImageId());
        int max = CollectionAccess.number("MaxFaces", wanted.maxFaces(), MAX_INDEXED, 1, Integer.MAX_VALUE);
        QualityFilter bar = QualityFilter.parse(wanted.qualityFilter(), "AUTO");
        call.audit("gallery", collection.gallery());
        AnalysedPhoto photo = access.analyse(collection, image);
        List<AnalysedFace> chosen = new ArrayList<>();
        List<UnindexedFace> left = new ArrayList<>();
        for (AnalysedFace face : AnalysedFace.of(access.backend().engine(), photo)) {
            List<String> reasons = new ArrayList<>();
            if (chosen.size() >= Math.min(max, MAX_INDEXED)) {
                reasons.add("EXCEEDS_MAX_FACES");
            }
            if (!bar.accepts(face.quality())) {
                reasons.add("LOW_FACE_QUALITY");
            }
            if (reasons.isEmpty()) {
                chosen.add(face);
            } else {
                left.add(new UnindexedFace(List.copyOf(reasons), face.detail()));
            }
        }
        call.audit("faces", chosen.size());
        if (chosen.isEmpty()) {
            return new Indexed(List.of(), left, photo.embedder());
        }
        Set<Integer> ordinals =
                chosen.stream().map(AnalysedFace::ordinal).collect(Collectors.toCollection(LinkedHashSet::new));
        PhotoDetails kept = access.write(
                collection,
                () -> access.contents(collection)
                        .addFaces(new NewPhoto(name, Instant.now().truncatedTo(ChronoUnit.MILLIS), photo), ordinals));
        List<FaceRecord> records = chosen.stream()
                .flatMap(face -> kept.faces().stream()
                        .filter(stored -> stored.face().ordinal() == face.ordinal())
                        .map(stored -> new FaceRecord(
                                new CollectionAccess.CollectionFace(kept, stored).shape(photo.embedder()),
                                face.detail())))
                .toList();
        return new Indexed(records, left, photo.embedder());
    }

    /// @param maxResults 0 to 4096
    /// @param userId only faces of this user
    /// @param faceIds only these faces
    record ListFaces(
            @Nullable String collectionId,
            @Nullable Integer maxResults,
            @Nullable String nextToken,
            @Nullable String userId,
            @Nullable List<String> faceIds) {}

    record Listed(
            List<Shapes.Face> faces,
            String faceModelVersion,
            @Nullable String nextToken) {}

    private Object list(Call call) {
        ListFaces wanted = AwsJson.read(call.body(), ListFaces.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        int asked = CollectionAccess.number("MaxResults", wanted.maxResults(), MAX_LISTED, 0, MAX_LISTED);
        int max = asked == 0 ? MAX_LISTED : asked;
        String list = PageToken.list("faces", collection.text(), wanted.userId(), wanted.faceIds());
        Optional<FaceId> after = PageToken.parse(list, wanted.nextToken(), FaceId::parse);
        String model = access.backend().engine().galleries().embedder(collection.gallery());
        List<FaceId> ids = ids(collection, wanted, after, max + 1);
        List<FaceId> page = ids.subList(0, Math.min(max, ids.size()));
        boolean isAskedFor = wanted.userId() != null || wanted.faceIds() != null;
        Set<PersonId> hidden = isAskedFor ? Set.of() : access.hiddenPeople(collection);
        List<Shapes.Face> faces = page.stream()
                .flatMap(id -> access.photo(collection, id.photo()).stream()
                        .flatMap(photo -> photo.faces().stream()
                                .filter(face -> face.face().equals(id) && !face.notAFace())
                                .filter(face -> face.person() == null || !hidden.contains(face.person()))
                                .map(face -> new CollectionAccess.CollectionFace(photo, face).shape(model))))
                .toList();
        return new Listed(faces, model, page.size() == ids.size() ? null : PageToken.of(list, page.getLast()));
    }

    /// The requested ids, in order.
    private List<FaceId> ids(CollectionId collection, ListFaces wanted, Optional<FaceId> after, int max) {
        if (wanted.userId() == null && wanted.faceIds() == null) {
            return access.contents(collection).faces(after.orElse(null), max).stream()
                    .map(FaceDetails::face)
                    .toList();
        }
        Set<FaceId> ids =
                wanted.userId() == null ? named(collection, wanted.faceIds()) : facesOf(collection, wanted.userId());
        if (wanted.userId() != null && wanted.faceIds() != null) {
            ids.retainAll(named(collection, wanted.faceIds()));
        }
        return ids.stream()
                .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0)
                .sorted()
                .limit(max)
                .toList();
    }

    private Set<FaceId> facesOf(CollectionId collection, String userId) {
        Person user = access.requireUser(collection, userId);
        return access.backend().engine().people(collection.gallery()).get(user.id()).faces().stream()
                .map(PersonDetails.PersonFace::face)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Set<FaceId> named(CollectionId collection, @Nullable List<String> faceIds) {
        return CollectionAccess.ids("FaceIds", faceIds, MAX_LISTED).stream()
                .flatMap(id -> access.face(collection, id).stream())
                .map(face -> face.face().face())
                .collect(Collectors.toCollection(HashSet::new));
    }

    record DeleteFaces(
            @Nullable String collectionId, @Nullable List<String> faceIds) {}

    record Deleted(List<String> deletedFaces, List<UnsuccessfulFaceDeletion> unsuccessfulFaceDeletions) {}

    record UnsuccessfulFaceDeletion(String faceId, @Nullable String userId, List<String> reasons) {}

    private Object delete(Call call) {
        DeleteFaces wanted = AwsJson.read(call.body(), DeleteFaces.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        Set<String> ids = CollectionAccess.ids("FaceIds", wanted.faceIds(), MAX_DELETED);
        call.audit("gallery", collection.gallery());
        call.audit("faces", ids.size());
        List<String> deleted = new ArrayList<>();
        List<UnsuccessfulFaceDeletion> kept = new ArrayList<>();
        access.write(collection, () -> {
            Set<FaceId> faces = new LinkedHashSet<>();
            for (String id : ids) {
                Optional<CollectionAccess.CollectionFace> face = access.face(collection, id);
                if (face.isEmpty()) {
                    kept.add(new UnsuccessfulFaceDeletion(id, null, List.of("FACE_NOT_FOUND")));
                } else if (face.get().isNamed()) {
                    kept.add(new UnsuccessfulFaceDeletion(
                            id, face.get().userId(), List.of("ASSOCIATED_TO_AN_EXISTING_USER")));
                } else {
                    faces.add(face.get().face().face());
                    deleted.add(FaceUuid.of(face.get().face().face()).toString());
                }
            }
            return faces.isEmpty() ? 0 : access.contents(collection).eraseFaces(faces);
        });
        if (!deleted.isEmpty()) {
            PurgeJob.startFollowUp(access.backend(), call, collection.gallery());
        }
        return new Deleted(deleted, kept);
    }
}
