package dev.likeness.api.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.engine.people.People;
import dev.likeness.face.Actor;
import dev.likeness.image.RgbImage;
import dev.likeness.image.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AssociateFacesResponse;
import software.amazon.awssdk.services.rekognition.model.AssociatedFace;
import software.amazon.awssdk.services.rekognition.model.BoundingBox;
import software.amazon.awssdk.services.rekognition.model.CompareFacesResponse;
import software.amazon.awssdk.services.rekognition.model.ConflictException;
import software.amazon.awssdk.services.rekognition.model.DeleteFacesResponse;
import software.amazon.awssdk.services.rekognition.model.DisassociateFacesResponse;
import software.amazon.awssdk.services.rekognition.model.Face;
import software.amazon.awssdk.services.rekognition.model.FaceDetail;
import software.amazon.awssdk.services.rekognition.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.rekognition.model.Image;
import software.amazon.awssdk.services.rekognition.model.ImageTooLargeException;
import software.amazon.awssdk.services.rekognition.model.IndexFacesResponse;
import software.amazon.awssdk.services.rekognition.model.InvalidImageFormatException;
import software.amazon.awssdk.services.rekognition.model.InvalidPaginationTokenException;
import software.amazon.awssdk.services.rekognition.model.InvalidParameterException;
import software.amazon.awssdk.services.rekognition.model.InvalidS3ObjectException;
import software.amazon.awssdk.services.rekognition.model.LandmarkType;
import software.amazon.awssdk.services.rekognition.model.QualityFilter;
import software.amazon.awssdk.services.rekognition.model.Reason;
import software.amazon.awssdk.services.rekognition.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.rekognition.model.ResourceNotFoundException;
import software.amazon.awssdk.services.rekognition.model.SearchFacesByImageResponse;
import software.amazon.awssdk.services.rekognition.model.SearchUsersByImageResponse;
import software.amazon.awssdk.services.rekognition.model.UnsearchedFaceReason;
import software.amazon.awssdk.services.rekognition.model.UnsuccessfulFaceAssociationReason;
import software.amazon.awssdk.services.rekognition.model.UnsuccessfulFaceDeletionReason;
import software.amazon.awssdk.services.rekognition.model.UnsuccessfulFaceDisassociationReason;
import software.amazon.awssdk.services.rekognition.model.User;
import software.amazon.awssdk.services.rekognition.model.UserStatus;

/// Every operation with signed requests of the unmodified AWS SDK for Java. People are numbers; see
/// [SquareModels].
class RekognitionTest {
    private static final int ANN = 1;
    private static final int BEN = 2;
    private static final int CAT = 3;
    private static final String UNKNOWN_FACE = "00000000-0000-4000-8000-000000000000";

    @TempDir
    private Path folder;

    private TestServer server;
    private RekognitionClient aws;

    @BeforeEach
    void start() {
        KeyRing.NewKey key =
                KeyRing.of(folder.resolve("index")).create("app", ApiKeyKind.AWS, Scope.ADMIN, Set.of(), 0);
        server = TestServer.start(folder, Map.of("image.maxPixels", 20_000), new Rekognition());
        aws = RekognitionClient.builder()
                .endpointOverride(server.uri(""))
                .region(Region.EU_WEST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.key().accessKeyId(), key.secret())))
                .build();
    }

    @AfterEach
    void stop() {
        aws.close();
        server.close();
    }

    private static Image picture(int take, int... people) {
        return image(SquareModels.photo(take, people));
    }

    private static Image image(byte[] bytes) {
        return Image.builder().bytes(SdkBytes.fromByteArray(bytes)).build();
    }

    private void collection() {
        aws.createCollection(request -> request.collectionId("people"));
    }

    /// Indexes an image of one person and returns the face's id.
    private String index(int take, int person) {
        return index(picture(take, person)).faceRecords().getFirst().face().faceId();
    }

    private IndexFacesResponse index(Image picture) {
        return aws.indexFaces(request -> request.collectionId("people").image(picture));
    }

    private List<String> faceIds() {
        return aws.listFaces(request -> request.collectionId("people")).faces().stream()
                .map(Face::faceId)
                .toList();
    }

    @Test
    void createCollection_ofNewName_isAGallery() {
        var made = aws.createCollection(request -> request.collectionId("people"));

        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.collectionArn()).isEqualTo("aws:rekognition:eu-west-1:000000000000:collection/people");
        assertThat(made.faceModelVersion()).isEqualTo(SquareModels.EMBEDDER);
        assertThat(server.engine().galleries().exists("people")).isTrue();
    }

    @Test
    void createCollection_withCapitals_keepsThem() {
        aws.createCollection(request -> request.collectionId("MyPhotos"));
        aws.createCollection(request -> request.collectionId("myphotos"));

        assertThat(aws.listCollections().collectionIds()).containsExactly("myphotos", "MyPhotos");
        assertThat(aws.describeCollection(request -> request.collectionId("MyPhotos"))
                        .collectionARN())
                .endsWith(":collection/MyPhotos");
    }

    @Test
    void createCollection_ofKnownName_isRefused() {
        collection();

        assertThatThrownBy(this::collection)
                .isInstanceOf(ResourceAlreadyExistsException.class)
                .satisfies(failure -> assertThat(((ResourceAlreadyExistsException) failure).requestId())
                        .isNotBlank());
    }

    @Test
    void createCollection_ofNameThatBreaksItsRule_isRefused() {
        for (String name : List.of("x".repeat(65), "a b", "-a", "Foo.-1")) {
            assertThatThrownBy(() -> aws.createCollection(request -> request.collectionId(name)))
                    .isInstanceOf(InvalidParameterException.class);
        }
    }

    @Test
    void describeCollection_countsFacesAndUsers() {
        collection();
        index(picture(1, ANN, BEN));
        aws.createUser(request -> request.collectionId("people").userId("ann"));

        var described = aws.describeCollection(request -> request.collectionId("people"));

        assertThat(described.faceCount()).isEqualTo(2);
        assertThat(described.userCount()).isEqualTo(1);
        assertThat(described.faceModelVersion()).isEqualTo(SquareModels.EMBEDDER);
        assertThat(described.collectionARN()).startsWith("arn:aws:rekognition:eu-west-1:");
        assertThat(described.creationTimestamp()).isNotNull();
    }

    @Test
    void everyOperation_onUnknownCollection_saysSo() {
        Image ann = picture(1, ANN);
        List<Runnable> operations = List.of(
                () -> aws.describeCollection(request -> request.collectionId("none")),
                () -> aws.deleteCollection(request -> request.collectionId("none")),
                () -> aws.indexFaces(request -> request.collectionId("none").image(ann)),
                () -> aws.listFaces(request -> request.collectionId("none")),
                () -> aws.deleteFaces(request -> request.collectionId("none").faceIds(UNKNOWN_FACE)),
                () -> aws.searchFaces(request -> request.collectionId("none").faceId(UNKNOWN_FACE)),
                () -> aws.searchFacesByImage(
                        request -> request.collectionId("none").image(ann)),
                () -> aws.searchUsers(request -> request.collectionId("none").faceId(UNKNOWN_FACE)),
                () -> aws.searchUsersByImage(
                        request -> request.collectionId("none").image(ann)),
                () -> aws.createUser(request -> request.collectionId("none").userId("ann")),
                () -> aws.listUsers(request -> request.collectionId("none")),
                () -> aws.deleteUser(request -> request.collectionId("none").userId("ann")),
                () -> aws.associateFaces(
                        request -> request.collectionId("none").userId("ann").faceIds(UNKNOWN_FACE)),
                () -> aws.disassociateFaces(
                        request -> request.collectionId("none").userId("ann").faceIds(UNKNOWN_FACE)));
        for (Runnable operation : operations) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("The collection id: none does not exist");
        }
    }

    @Test
    void listCollections_pageByPage_tellsAll() {
        for (String name : List.of("a", "b", "c")) {
            aws.createCollection(request -> request.collectionId(name));
        }

        assertThat(aws.listCollections(request -> request.maxResults(2)).collectionIds())
                .containsExactly("a", "b");
        assertThat(aws.listCollectionsPaginator(request -> request.maxResults(2))
                        .collectionIds())
                .containsExactly("a", "b", "c");
    }

    @Test
    void nextToken_ofAnotherOperation_isRefused() {
        collection();
        index(picture(1, ANN, BEN));
        String token = aws.listFaces(request -> request.collectionId("people").maxResults(1))
                .nextToken();
        assertThat(token).isNotNull();

        assertThatThrownBy(() -> aws.listCollections(request -> request.nextToken(token)))
                .isInstanceOf(InvalidPaginationTokenException.class);
        assertThatThrownBy(() ->
                        aws.listFaces(request -> request.collectionId("people").nextToken("nonsense")))
                .isInstanceOf(InvalidPaginationTokenException.class);
        assertThatThrownBy(() ->
                        aws.listUsers(request -> request.collectionId("people").nextToken(token)))
                .isInstanceOf(InvalidPaginationTokenException.class);
        aws.createCollection(request -> request.collectionId("others"));
        assertThatThrownBy(() ->
                        aws.listFaces(request -> request.collectionId("others").nextToken(token)))
                .isInstanceOf(InvalidPaginationTokenException.class);
        String face = aws.listFaces(request -> request.collectionId("people"))
                .faces()
                .getFirst()
                .faceId();
        assertThatThrownBy(() -> aws.listFaces(
                        request -> request.collectionId("people").faceIds(face).nextToken(token)))
                .isInstanceOf(InvalidPaginationTokenException.class);
    }

    @Test
    void deleteCollection_takesTheGallery() {
        collection();

        assertThat(aws.deleteCollection(request -> request.collectionId("people"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.engine().galleries().exists("people")).isFalse();
    }

    @Test
    void indexFaces_ofOneFace_tellsWhereItIs() {
        collection();

        IndexFacesResponse indexed = aws.indexFaces(
                request -> request.collectionId("people").image(picture(1, ANN)).externalImageId("holiday:1.jpg"));

        assertThat(indexed.faceModelVersion()).isEqualTo(SquareModels.EMBEDDER);
        assertThat(indexed.unindexedFaces()).isEmpty();
        Face face = indexed.faceRecords().getFirst().face();
        assertThat(face.externalImageId()).isEqualTo("holiday:1.jpg");
        assertThat(face.confidence()).isBetween(50f, 100f);
        assertThat(face.userId()).isNull();
        // The white square begins in the middle of the photo's first quarter.
        BoundingBox box = face.boundingBox();
        assertThat(box.left() + box.width() / 2).isCloseTo(0.28f, within(0.05f));
        assertThat(box.top() + box.height() / 2).isCloseTo(0.28f, within(0.05f));
        FaceDetail detail = indexed.faceRecords().getFirst().faceDetail();
        assertThat(detail.boundingBox()).isEqualTo(box);
        assertThat(detail.landmarks())
                .extracting(landmark -> landmark.type())
                .containsExactly(
                        LandmarkType.EYE_LEFT,
                        LandmarkType.EYE_RIGHT,
                        LandmarkType.NOSE,
                        LandmarkType.MOUTH_LEFT,
                        LandmarkType.MOUTH_RIGHT);
        assertThat(detail.quality().sharpness()).isBetween(0f, 100f);
    }

    @Test
    void indexFaces_ofTheSamePictureAgain_isTheSameFace() {
        collection();
        String first = index(1, ANN);

        String second = aws.indexFaces(request ->
                        request.collectionId("people").image(picture(1, ANN)).externalImageId("again"))
                .faceRecords()
                .getFirst()
                .face()
                .faceId();

        assertThat(second).isEqualTo(first);
        assertThat(aws.listFaces(request -> request.collectionId("people")).faces())
                .singleElement()
                .satisfies(face -> assertThat(face.externalImageId()).isEqualTo("again"));
    }

    @Test
    void indexFaces_ofThePictureWithOtherMetadata_isTheSameFace() {
        collection();
        byte[] picture = SquareModels.photo(1, ANN);

        Face first = index(image(picture)).faceRecords().getFirst().face();
        Face second = index(image(TestPictures.withSegment(picture, 0xFE, TestPictures.latin("five stars"))))
                .faceRecords()
                .getFirst()
                .face();

        assertThat(second.faceId()).isEqualTo(first.faceId());
        assertThat(second.imageId()).isEqualTo(first.imageId());
        assertThat(faceIds()).containsExactly(first.faceId());
    }

    @Test
    void indexFaces_withMaxFaces_leavesTheOthersAndAddsThemLater() {
        collection();

        IndexFacesResponse one = aws.indexFaces(request ->
                request.collectionId("people").image(picture(1, ANN, BEN, CAT)).maxFaces(1));

        assertThat(one.faceRecords()).hasSize(1);
        assertThat(one.unindexedFaces())
                .hasSize(2)
                .allSatisfy(face -> assertThat(face.reasons()).containsExactly(Reason.EXCEEDS_MAX_FACES));
        assertThat(faceIds()).hasSize(1);

        IndexFacesResponse all = index(picture(1, ANN, BEN, CAT));

        assertThat(all.faceRecords()).hasSize(3);
        assertThat(faceIds())
                .hasSize(3)
                .contains(one.faceRecords().getFirst().face().faceId());
    }

    @Test
    void indexFaces_belowTheQualityBar_areLeftOut() {
        collection();

        IndexFacesResponse indexed = aws.indexFaces(
                request -> request.collectionId("people").image(picture(1, ANN)).qualityFilter(QualityFilter.HIGH));

        assertThat(indexed.faceRecords()).isEmpty();
        assertThat(indexed.unindexedFaces())
                .singleElement()
                .satisfies(face -> assertThat(face.reasons()).containsExactly(Reason.LOW_FACE_QUALITY));
        assertThat(faceIds()).isEmpty();
    }

    @Test
    void indexFaces_ofNobody_indexesNothing() {
        collection();

        assertThat(index(picture(1)).faceRecords()).isEmpty();
        assertThat(aws.describeCollection(request -> request.collectionId("people"))
                        .faceCount())
                .isZero();
    }

    @Test
    void image_thatIsNone_isRefusedByItsType() {
        collection();
        assertThatThrownBy(() -> index(image("no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidImageFormatException.class);
        assertThatThrownBy(() -> index(image(new RgbImage(200, 200, new byte[3 * 200 * 200]).toJpeg(90))))
                .isInstanceOf(ImageTooLargeException.class);
        assertThatThrownBy(() -> index(Image.builder()
                        .s3Object(object -> object.bucket("b").name("n"))
                        .build()))
                .isInstanceOf(InvalidS3ObjectException.class);
        assertThatThrownBy(() -> index(Image.builder().build())).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> aws.indexFaces(request ->
                        request.collectionId("people").image(picture(1, ANN)).externalImageId("a b")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> aws.indexFaces(request ->
                        request.collectionId("people").image(picture(1, ANN)).maxFaces(0)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void listFaces_pageByPage_tellsEachOnce() {
        collection();
        index(picture(1, ANN, BEN, CAT));
        index(picture(2, ANN));

        List<String> all = faceIds();

        assertThat(all).hasSize(4).doesNotHaveDuplicates();
        assertThat(aws.listFacesPaginator(
                                request -> request.collectionId("people").maxResults(1))
                        .faces())
                .extracting(Face::faceId)
                .containsExactlyElementsOf(all);
    }

    @Test
    void listFaces_ofUserOrIds_tellsThoseOnly() {
        collection();
        String ann = index(1, ANN);
        String other = index(2, ANN);
        index(3, BEN);
        user("ann", ann);

        assertThat(aws.listFaces(request -> request.collectionId("people").userId("ann"))
                        .faces())
                .singleElement()
                .satisfies(face -> {
                    assertThat(face.faceId()).isEqualTo(ann);
                    assertThat(face.userId()).isEqualTo("ann");
                });
        assertThat(aws.listFaces(request -> request.collectionId("people").faceIds(other, UNKNOWN_FACE))
                        .faces())
                .extracting(Face::faceId)
                .containsExactly(other);
    }

    @Test
    void listFaces_ofAHiddenPerson_areToldOnlyIfAskedFor() {
        collection();
        String ann = index(1, ANN);
        String ben = index(2, BEN);
        user("ann", ann);
        People people = server.engine().people("people");
        people.editor(Actor.COMMAND_LINE).hide(people.named("ann").orElseThrow().id());

        assertThat(aws.listFaces(request -> request.collectionId("people")).faces())
                .extracting(Face::faceId)
                .containsExactly(ben);
        assertThat(aws.listFaces(request -> request.collectionId("people").userId("ann"))
                        .faces())
                .extracting(Face::faceId)
                .containsExactly(ann);
    }

    @Test
    void searchFacesByImage_findsThePersonAndNobodyElse() {
        collection();
        String one = index(1, ANN);
        String two = index(2, ANN);
        index(3, BEN);

        SearchFacesByImageResponse found = aws.searchFacesByImage(
                request -> request.collectionId("people").image(picture(4, ANN)).faceMatchThreshold(95f));

        assertThat(found.faceMatches())
                .extracting(match -> match.face().faceId())
                .containsExactlyInAnyOrder(one, two);
        assertThat(found.faceMatches())
                .allSatisfy(match -> assertThat(match.similarity()).isBetween(95f, 100f));
        assertThat(found.searchedFaceBoundingBox().width()).isPositive();
        assertThat(found.searchedFaceConfidence()).isPositive();
        assertThat(aws.searchFacesByImage(request -> request.collectionId("people")
                                .image(picture(4, ANN))
                                .faceMatchThreshold(0f)
                                .maxFaces(1))
                        .faceMatches())
                .hasSize(1);
    }

    @Test
    void searchFacesByImage_withoutAFaceThatIsGoodEnough_isRefused() {
        collection();
        index(1, ANN);

        assertThatThrownBy(() -> aws.searchFacesByImage(
                        request -> request.collectionId("people").image(picture(4))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("There are no faces in the image");
        assertThatThrownBy(() -> aws.searchFacesByImage(request ->
                        request.collectionId("people").image(picture(4, ANN)).qualityFilter(QualityFilter.HIGH)))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> aws.searchFacesByImage(request ->
                        request.collectionId("people").image(picture(4, ANN)).faceMatchThreshold(101f)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void searchFaces_byAFace_doesNotFindItself() {
        collection();
        String one = index(1, ANN);
        String two = index(2, ANN);
        index(3, BEN);

        var found = aws.searchFaces(
                request -> request.collectionId("people").faceId(one).faceMatchThreshold(95f));

        assertThat(found.searchedFaceId()).isEqualTo(one);
        assertThat(found.faceMatches())
                .extracting(match -> match.face().faceId())
                .containsExactly(two);
        assertThatThrownBy(() -> aws.searchFaces(
                        request -> request.collectionId("people").faceId(UNKNOWN_FACE)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("faceId was not found");
        assertThatThrownBy(() -> aws.searchFaces(
                        request -> request.collectionId("people").faceId("nonsense")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void deleteFaces_deletesAllButThoseOfUsers() {
        collection();
        String ann = index(1, ANN);
        IndexFacesResponse both = index(picture(2, BEN, CAT));
        String ben = both.faceRecords().get(0).face().faceId();
        user("ann", ann);

        DeleteFacesResponse deleted =
                aws.deleteFaces(request -> request.collectionId("people").faceIds(ann, ben, UNKNOWN_FACE));

        assertThat(deleted.deletedFaces()).containsExactly(ben);
        assertThat(deleted.unsuccessfulFaceDeletions()).hasSize(2).anySatisfy(kept -> {
            assertThat(kept.faceId()).isEqualTo(ann);
            assertThat(kept.userId()).isEqualTo("ann");
            assertThat(kept.reasons()).containsExactly(UnsuccessfulFaceDeletionReason.ASSOCIATED_TO_AN_EXISTING_USER);
        });
        assertThat(deleted.unsuccessfulFaceDeletions())
                .filteredOn(kept -> kept.faceId().equals(UNKNOWN_FACE))
                .singleElement()
                .satisfies(kept ->
                        assertThat(kept.reasons()).containsExactly(UnsuccessfulFaceDeletionReason.FACE_NOT_FOUND));
        assertThat(faceIds()).hasSize(2).contains(ann).doesNotContain(ben);
    }

    private void user(String id, String... faces) {
        aws.createUser(request -> request.collectionId("people").userId(id));
        aws.associateFaces(request -> request.collectionId("people").userId(id).faceIds(faces));
    }

    @Test
    void createUser_ofKnownId_isAConflict() {
        collection();
        aws.createUser(request -> request.collectionId("people").userId("ann"));

        assertThatThrownBy(() ->
                        aws.createUser(request -> request.collectionId("people").userId("ann")))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() ->
                        aws.createUser(request -> request.collectionId("people").userId("x".repeat(129))))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void createUser_underTheSameToken_isDoneOnce() {
        collection();

        for (int i = 0; i < 2; i++) {
            aws.createUser(
                    request -> request.collectionId("people").userId("ann").clientRequestToken("once"));
        }

        assertThat(aws.listUsers(request -> request.collectionId("people")).users())
                .hasSize(1);
        assertThatThrownBy(() -> aws.createUser(
                        request -> request.collectionId("people").userId("ben").clientRequestToken("once")))
                .isInstanceOf(IdempotentParameterMismatchException.class);
    }

    @Test
    void listUsers_pageByPage_tellsWhoHasFaces() {
        collection();
        user("ann", index(1, ANN));
        aws.createUser(request -> request.collectionId("people").userId("ben"));
        aws.createUser(request -> request.collectionId("people").userId("cat"));

        List<User> users =
                aws.listUsersPaginator(request -> request.collectionId("people").maxResults(1)).users().stream()
                        .toList();

        assertThat(users).extracting(User::userId).containsExactly("ann", "ben", "cat");
        assertThat(users)
                .extracting(User::userStatus)
                .containsExactly(UserStatus.ACTIVE, UserStatus.CREATED, UserStatus.CREATED);
    }

    @Test
    void associateFaces_ofTheirOwn_areTheirs() {
        collection();
        String one = index(1, ANN);
        String two = index(2, ANN);
        aws.createUser(request -> request.collectionId("people").userId("ann"));

        AssociateFacesResponse first = aws.associateFaces(
                request -> request.collectionId("people").userId("ann").faceIds(one));
        AssociateFacesResponse second = aws.associateFaces(
                request -> request.collectionId("people").userId("ann").faceIds(one, two));

        assertThat(first.userStatus()).isEqualTo(UserStatus.ACTIVE);
        assertThat(first.unsuccessfulFaceAssociations()).isEmpty();
        assertThat(second.associatedFaces()).extracting(AssociatedFace::faceId).containsExactly(one, two);
    }

    @Test
    void associateFaces_thatCannotBe_tellsWhy() {
        collection();
        String ann = index(1, ANN);
        String ben = index(2, BEN);
        String stranger = index(3, CAT);
        user("ann", ann);
        user("ben", ben);

        AssociateFacesResponse answer = aws.associateFaces(request -> request.collectionId("people")
                .userId("ann")
                .faceIds(ben, stranger, UNKNOWN_FACE)
                .userMatchThreshold(95f));

        assertThat(answer.associatedFaces()).isEmpty();
        assertThat(answer.unsuccessfulFaceAssociations())
                .extracting(failed -> failed.reasons().getFirst())
                .containsExactly(
                        UnsuccessfulFaceAssociationReason.ASSOCIATED_TO_A_DIFFERENT_USER,
                        UnsuccessfulFaceAssociationReason.LOW_MATCH_CONFIDENCE,
                        UnsuccessfulFaceAssociationReason.FACE_NOT_FOUND);
        assertThat(answer.unsuccessfulFaceAssociations().get(0).userId()).isEqualTo("ben");
        assertThat(answer.unsuccessfulFaceAssociations().get(1).confidence()).isLessThan(95f);
        assertThatThrownBy(() -> aws.associateFaces(request ->
                        request.collectionId("people").userId("nobody").faceIds(ann)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The user id: nobody does not exist");
        assertThatThrownBy(() -> aws.associateFaces(
                        request -> request.collectionId("people").userId("ann").faceIds(List.of())))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void disassociateFaces_areNobodys_andMayComeBack() {
        collection();
        String ann = index(1, ANN);
        String ben = index(2, BEN);
        user("ann", ann);
        user("ben", ben);

        DisassociateFacesResponse answer = aws.disassociateFaces(
                request -> request.collectionId("people").userId("ann").faceIds(ann, ben, UNKNOWN_FACE));

        assertThat(answer.disassociatedFaces())
                .extracting(face -> face.faceId())
                .containsExactly(ann);
        assertThat(answer.unsuccessfulFaceDisassociations())
                .extracting(failed -> failed.reasons().getFirst())
                .containsExactly(
                        UnsuccessfulFaceDisassociationReason.ASSOCIATED_TO_A_DIFFERENT_USER,
                        UnsuccessfulFaceDisassociationReason.FACE_NOT_FOUND);
        assertThat(answer.userStatus()).isEqualTo(UserStatus.CREATED);
        assertThat(aws.listFaces(request -> request.collectionId("people").userId("ann"))
                        .faces())
                .isEmpty();
        assertThat(aws.associateFaces(request ->
                                request.collectionId("people").userId("ann").faceIds(ann))
                        .associatedFaces())
                .hasSize(1);
    }

    @Test
    void deleteUser_leavesTheFaces() {
        collection();
        String ann = index(1, ANN);
        user("ann", ann);

        aws.deleteUser(request -> request.collectionId("people").userId("ann"));

        assertThat(aws.listUsers(request -> request.collectionId("people")).users())
                .isEmpty();
        assertThat(faceIds()).containsExactly(ann);
        assertThatThrownBy(() ->
                        aws.deleteUser(request -> request.collectionId("people").userId("ann")))
                .isInstanceOf(ResourceNotFoundException.class);
        user("ann", ann);
        assertThat(aws.listFaces(request -> request.collectionId("people").userId("ann"))
                        .faces())
                .hasSize(1);
    }

    @Test
    void searchUsers_byFaceUserAndImage_findsThem() {
        collection();
        String ann = index(1, ANN);
        String loose = index(2, ANN);
        user("ann", ann);
        user("ben", index(3, BEN));
        user("twin", index(5, ANN));

        var byFace = aws.searchUsers(
                request -> request.collectionId("people").faceId(loose).userMatchThreshold(95f));
        var byUser = aws.searchUsers(
                request -> request.collectionId("people").userId("ann").userMatchThreshold(95f));
        SearchUsersByImageResponse byImage = aws.searchUsersByImage(request ->
                request.collectionId("people").image(picture(6, ANN, ANN)).userMatchThreshold(95f));

        assertThat(byFace.searchedFace().faceId()).isEqualTo(loose);
        assertThat(byFace.userMatches())
                .extracting(match -> match.user().userId())
                .containsExactlyInAnyOrder("ann", "twin");
        assertThat(byUser.searchedUser().userId()).isEqualTo("ann");
        assertThat(byUser.userMatches())
                .extracting(match -> match.user().userId())
                .containsExactly("twin");
        assertThat(byImage.userMatches()).isNotEmpty().allSatisfy(match -> {
            assertThat(match.similarity()).isBetween(95f, 100f);
            assertThat(match.user().userStatus()).isEqualTo(UserStatus.ACTIVE);
        });
        assertThat(byImage.searchedFace().faceDetail().boundingBox()).isNotNull();
        assertThat(byImage.unsearchedFaces())
                .singleElement()
                .satisfies(face -> assertThat(face.reasons()).containsExactly(UnsearchedFaceReason.FACE_NOT_LARGEST));
        assertThatThrownBy(() -> aws.searchUsers(request -> request.collectionId("people")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> aws.searchUsersByImage(
                        request -> request.collectionId("people").image(picture(4))))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void detectFaces_tellsEachFace() {
        assertThat(aws.detectFaces(request -> request.image(picture(1, ANN, BEN)))
                        .faceDetails())
                .hasSize(2)
                .allSatisfy(face -> assertThat(face.confidence()).isPositive());
        assertThat(aws.detectFaces(request -> request.image(picture(1))).faceDetails())
                .isEmpty();
        assertThatThrownBy(() -> aws.detectFaces(request -> request.image(image(new byte[] {1, 2, 3}))))
                .isInstanceOf(InvalidImageFormatException.class);
    }

    @Test
    void compareFaces_tellsWhoIsTheSameAndWhoIsNot() {
        CompareFacesResponse compared = aws.compareFaces(request -> request.sourceImage(picture(1, ANN))
                .targetImage(picture(2, BEN, ANN))
                .similarityThreshold(95f));

        assertThat(compared.sourceImageFace().confidence()).isPositive();
        assertThat(compared.faceMatches()).singleElement().satisfies(match -> {
            assertThat(match.similarity()).isBetween(95f, 100f);
            assertThat(match.face().boundingBox().left()).isGreaterThan(0.5f);
        });
        assertThat(compared.unmatchedFaces()).hasSize(1);
        assertThatThrownBy(() -> aws.compareFaces(
                        request -> request.sourceImage(picture(1)).targetImage(picture(2, ANN))))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> aws.compareFaces(
                        request -> request.sourceImage(picture(2, ANN)).targetImage(picture(1))))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void deletion_namesTheBackupsThatStillHoldIt() throws IOException {
        collection();
        String face = index(1, ANN);
        aws.createUser(request -> request.collectionId("people").userId("ann"));
        Files.writeString(
                folder.resolve("index/.backups.jsonl"),
                "{\"gallery\":\"people\",\"backup\":\"\",\"made\":\"2026-11-29T10:00:00Z\",\"folder\":null}\n");

        List<SdkHttpResponse> answers = List.of(
                aws.deleteUser(request -> request.collectionId("people").userId("ann"))
                        .sdkHttpResponse(),
                aws.deleteFaces(request -> request.collectionId("people").faceIds(face))
                        .sdkHttpResponse(),
                aws.deleteCollection(request -> request.collectionId("people")).sdkHttpResponse());

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.firstMatchingHeader("Likeness-Backups"))
                        .contains("\"download\";made=\"2026-11-29T10:00:00Z\""));
        assertThat(Files.readString(folder.resolve("index/.server/audit.jsonl"))
                        .lines()
                        .filter(line ->
                                line.contains("\"backups\":[{\"backup\":\"\",\"made\":\"2026-11-29T10:00:00Z\"")))
                .hasSize(3);
    }
}
