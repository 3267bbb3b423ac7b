package dev.likeness.api.rekognition;

import dev.likeness.api.BackupNotice;
import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.PersonLabel;
import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.engine.people.ListedPerson;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.extract.Probe;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.Threshold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Operations on users: create, list, delete, associate faces. A user is a person of the gallery, including
/// unnamed people found by clustering.
final class UserOperations {
    private static final int MAX_LISTED = 500;
    private static final int DEFAULT_LISTED = 100;
    private static final int MAX_FACES = 100;
    private static final float DEFAULT_THRESHOLD = 75;

    private final CollectionAccess access;
    private final ClientRequestTokens tokens;

    UserOperations(CollectionAccess access, ClientRequestTokens tokens) {
        this.access = access;
        this.tokens = tokens;
    }

    void addTo(Map<String, Operation> operations) {
        operations.put("CreateUser", Operation.write(this::create));
        operations.put("ListUsers", Operation.query(this::list));
        operations.put("DeleteUser", Operation.write(this::delete));
        operations.put("AssociateFaces", Operation.write(this::associate));
        operations.put("DisassociateFaces", Operation.write(this::disassociate));
    }

    record OneUser(
            @Nullable String collectionId,
            @Nullable String userId,
            @Nullable String clientRequestToken) {}

    record EmptyResponse() {}

    private People people(CollectionId collection) {
        return access.backend().engine().people(collection.gallery());
    }

    private Object create(Call call) {
        OneUser wanted = AwsJson.read(call.body(), OneUser.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        String userId = CollectionAccess.userId(wanted.userId());
        call.audit("gallery", collection.gallery());
        return tokens.once(
                call,
                collection,
                "CreateUser",
                wanted.clientRequestToken(),
                () -> access.write(collection, () -> {
                    People people = people(collection);
                    if (PersonLabel.find(people, userId).isPresent()) {
                        throw new AwsException(
                                ProblemCode.ALREADY_EXISTS,
                                "ConflictException",
                                "The user id: %s already exists".formatted(userId));
                    }
                    people.editor(call.principal().actor()).add(userId);
                    return new EmptyResponse();
                }));
    }

    /// @param maxResults 1 to 500
    record ListUsers(
            @Nullable String collectionId,
            @Nullable Integer maxResults,
            @Nullable String nextToken) {}

    record Listed(List<Shapes.User> users, @Nullable String nextToken) {}

    private Object list(Call call) {
        ListUsers wanted = AwsJson.read(call.body(), ListUsers.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        int max = CollectionAccess.number("MaxResults", wanted.maxResults(), DEFAULT_LISTED, 1, MAX_LISTED);
        String list = PageToken.list("users", collection.text());
        Optional<PersonId> after = PageToken.parse(list, wanted.nextToken(), PersonId::parse);
        List<ListedPerson> rest = people(collection).ranked(PeopleOrder.NAME, false).stream()
                .filter(person -> after.isEmpty() || person.id().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(ListedPerson::id))
                .toList();
        List<ListedPerson> page = rest.subList(0, Math.min(max, rest.size()));
        return new Listed(
                page.stream()
                        .map(person -> Shapes.User.of(PersonLabel.of(person.id(), person.name()), person.faces() > 0))
                        .toList(),
                page.size() == rest.size()
                        ? null
                        : PageToken.of(list, page.getLast().id()));
    }

    private Object delete(Call call) {
        OneUser wanted = AwsJson.read(call.body(), OneUser.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        call.audit("gallery", collection.gallery());
        return tokens.once(
                call,
                collection,
                "DeleteUser",
                wanted.clientRequestToken(),
                () -> access.write(collection, () -> {
                    Person user = access.requireUser(collection, wanted.userId());
                    call.audit("person", user.id().value());
                    people(collection).editor(call.principal().actor()).dissolve(user.id());
                    BackupNotice.add(access.backend(), call, collection.gallery());
                    return new EmptyResponse();
                }));
    }

    /// @param userMatchThreshold minimum similarity to the user's faces, 0 to 100
    record Associate(
            @Nullable String collectionId,
            @Nullable String userId,
            @Nullable List<String> faceIds,
            @Nullable Float userMatchThreshold,
            @Nullable String clientRequestToken) {}

    record Associated(
            List<OneFace> associatedFaces,
            List<UnsuccessfulFaceAssociation> unsuccessfulFaceAssociations,
            String userStatus) {}

    record OneFace(String faceId) {}

    /// @param confidence similarity to the user's faces, if that was the reason
    record UnsuccessfulFaceAssociation(
            String faceId,
            @Nullable String userId,
            @Nullable Float confidence,
            List<String> reasons) {}

    private Object associate(Call call) {
        Associate wanted = AwsJson.read(call.body(), Associate.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        Set<String> ids = CollectionAccess.ids("FaceIds", wanted.faceIds(), MAX_FACES);
        float threshold = Similarity.threshold("UserMatchThreshold", wanted.userMatchThreshold(), DEFAULT_THRESHOLD);
        call.audit("gallery", collection.gallery());
        call.audit("faces", ids.size());
        return tokens.once(
                call,
                collection,
                "AssociateFaces",
                wanted.clientRequestToken(),
                () -> access.write(
                        collection,
                        () -> associate(
                                call, collection, access.requireUser(collection, wanted.userId()), ids, threshold)));
    }

    private Object associate(Call call, CollectionId collection, Person user, Set<String> ids, float threshold) {
        People people = people(collection);
        boolean hasFaces = !people.get(user.id()).faces().isEmpty();
        List<OneFace> associated = new ArrayList<>();
        List<UnsuccessfulFaceAssociation> rejected = new ArrayList<>();
        List<FaceId> coming = new ArrayList<>();
        for (String id : ids) {
            Optional<CollectionAccess.CollectionFace> face = access.face(collection, id);
            if (face.isEmpty()) {
                rejected.add(new UnsuccessfulFaceAssociation(id, null, null, List.of("FACE_NOT_FOUND")));
                continue;
            }
            FaceId known = face.get().face().face();
            boolean theirs = user.id().equals(face.get().face().person());
            if (!theirs && face.get().isNamed()) {
                rejected.add(new UnsuccessfulFaceAssociation(
                        id, face.get().userId(), null, List.of("ASSOCIATED_TO_A_DIFFERENT_USER")));
                continue;
            }
            float likeness = theirs || !hasFaces ? 100 : similarity(collection, known, user.id());
            if (likeness < threshold) {
                rejected.add(new UnsuccessfulFaceAssociation(id, null, likeness, List.of("LOW_MATCH_CONFIDENCE")));
                continue;
            }
            associated.add(new OneFace(FaceUuid.of(known).toString()));
            coming.add(known);
        }
        if (!coming.isEmpty()) {
            confirm(people, people.editor(call.principal().actor()), coming, user.id());
        }
        return new Associated(associated, rejected, Shapes.status(hasFaces || !coming.isEmpty()));
    }

    /// The latest request wins, so an earlier disassociation of a face is retracted.
    private static void confirm(People people, PeopleEditor editor, List<FaceId> faces, PersonId user) {
        List<FaceId> rejected =
                people.get(user).rejected().stream().filter(faces::contains).toList();
        if (!rejected.isEmpty()) {
            editor.retract(rejected);
        }
        editor.confirm(faces, user);
    }

    private float similarity(CollectionId collection, FaceId face, PersonId user) {
        SearchRequest request = new SearchRequest(
                collection.gallery(), 1, Threshold.NONE, 0, FaceFilter.none().ofPeople(List.of(user)), true, false);
        SearchResult.ProbeFace found = access.backend()
                .engine()
                .search(request, List.of(List.of(new Probe.StoredFaceProbe(face))))
                .faces()
                .getFirst();
        return found.hits().isEmpty() ? 0 : Similarity.of(found, found.hits().getFirst());
    }

    record Disassociate(
            @Nullable String collectionId,
            @Nullable String userId,
            @Nullable List<String> faceIds,
            @Nullable String clientRequestToken) {}

    record Disassociated(
            List<OneFace> disassociatedFaces,
            List<UnsuccessfulFaceDisassociation> unsuccessfulFaceDisassociations,
            String userStatus) {}

    record UnsuccessfulFaceDisassociation(
            String faceId, @Nullable String userId, List<String> reasons) {}

    private Object disassociate(Call call) {
        Disassociate wanted = AwsJson.read(call.body(), Disassociate.class);
        CollectionId collection = access.requireCollection(call, wanted.collectionId());
        Set<String> ids = CollectionAccess.ids("FaceIds", wanted.faceIds(), MAX_FACES);
        call.audit("gallery", collection.gallery());
        call.audit("faces", ids.size());
        return tokens.once(
                call,
                collection,
                "DisassociateFaces",
                wanted.clientRequestToken(),
                () -> access.write(
                        collection,
                        () -> disassociate(call, collection, access.requireUser(collection, wanted.userId()), ids)));
    }

    private Object disassociate(Call call, CollectionId collection, Person user, Set<String> ids) {
        People people = people(collection);
        List<OneFace> gone = new ArrayList<>();
        List<UnsuccessfulFaceDisassociation> rejected = new ArrayList<>();
        List<FaceId> faces = new ArrayList<>();
        for (String id : ids) {
            Optional<CollectionAccess.CollectionFace> face = access.face(collection, id);
            PersonId holder = face.map(stored -> stored.face().person()).orElse(null);
            if (user.id().equals(holder)) {
                faces.add(face.orElseThrow().face().face());
                gone.add(new OneFace(
                        FaceUuid.of(face.orElseThrow().face().face()).toString()));
            } else if (holder == null) {
                rejected.add(new UnsuccessfulFaceDisassociation(id, null, List.of("FACE_NOT_FOUND")));
            } else {
                rejected.add(new UnsuccessfulFaceDisassociation(
                        id, face.orElseThrow().userId(), List.of("ASSOCIATED_TO_A_DIFFERENT_USER")));
            }
        }
        if (!faces.isEmpty()) {
            people.editor(call.principal().actor()).release(faces);
        }
        boolean left = people.find(user.id()).isPresent()
                && !people.get(user.id()).faces().isEmpty();
        return new Disassociated(gone, rejected, Shapes.status(left));
    }
}
