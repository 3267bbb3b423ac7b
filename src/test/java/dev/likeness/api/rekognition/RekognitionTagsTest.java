package dev.likeness.api.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.FaceDetail;
import software.amazon.awssdk.services.rekognition.model.InternalServerErrorException;
import software.amazon.awssdk.services.rekognition.model.InvalidParameterException;
import software.amazon.awssdk.services.rekognition.model.InvalidS3ObjectException;
import software.amazon.awssdk.services.rekognition.model.ResourceNotFoundException;
import software.amazon.awssdk.services.rekognition.model.SearchFacesByImageResponse;
import software.amazon.awssdk.services.rekognition.model.ServiceQuotaExceededException;

/// Tags of collections, and what a face's details say, with the unmodified AWS SDK for Java.
class RekognitionTagsTest {
    @TempDir
    private Path folder;

    private KeyRing.NewKey key;
    private TestServer server;
    private RekognitionClient aws;

    @BeforeEach
    void start() {
        key = KeyRing.of(folder.resolve("index")).create("app", ApiKeyKind.AWS, Scope.ADMIN, Set.of(), 0);
        open();
    }

    private void open() {
        server = TestServer.start(folder, Map.of(), new Rekognition());
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

    private String collection(Map<String, String> tags) {
        return aws.createCollection(request -> request.collectionId("People").tags(tags))
                .collectionArn();
    }

    private Map<String, String> tags(String arn) {
        return aws.listTagsForResource(request -> request.resourceArn(arn)).tags();
    }

    @Test
    void tags_ofACollection_areAddedReplacedRemovedAndKeptOverARestart() {
        String arn = collection(Map.of("team", "doors", "stage", "test"));
        String full = aws.describeCollection(request -> request.collectionId("People"))
                .collectionARN();
        assertThat(tags(arn)).isEqualTo(Map.of("team", "doors", "stage", "test"));

        aws.tagResource(request -> request.resourceArn(full).tags(Map.of("stage", "live", "Übung 1", "")));
        aws.untagResource(request -> request.resourceArn(full).tagKeys("team", "none"));

        aws.close();
        server.close();
        open();
        assertThat(tags(full)).isEqualTo(Map.of("stage", "live", "Übung 1", ""));
        aws.untagResource(request -> request.resourceArn(full).tagKeys("stage", "Übung 1"));
        assertThat(tags(full)).isEmpty();
    }

    @Test
    void tags_ofADeletedCollection_endWithIt() {
        String arn = collection(Map.of("a", "b"));
        aws.deleteCollection(request -> request.collectionId("People"));

        assertThatThrownBy(() -> tags(arn)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(tags(collection(Map.of()))).isEmpty();
    }

    @Test
    void tags_ofAGallery_areInItsBackups() {
        String bearer = KeyRing.of(folder.resolve("index"))
                .create("admin", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0)
                .secret();
        server.server().backend().keys().refresh();
        server.with("X-Api-Key", bearer);
        aws.createCollection(request -> request.collectionId("people").tags(Map.of("a", "b")));

        byte[] backup = server.get("/v1/galleries/people/backup").expect(200).bytes();
        server.send(
                        "/v1/galleries/copy/restore",
                        request -> request.POST(BodyPublishers.ofByteArray(backup))
                                .header("Content-Type", "application/zip"))
                .expect(201);

        assertThat(tags("arn:aws:rekognition:eu-west-1:000000000000:collection/copy"))
                .isEqualTo(Map.of("a", "b"));
    }

    @Test
    void tags_whoseFileIsDamaged_areKeptAsideByARepair() throws Exception {
        aws.createCollection(request -> request.collectionId("people").tags(Map.of("a", "b")));
        Path file = server.engine().galleries().folder("people").resolve("tags.json");
        Files.writeString(file, "{\"a\":[");

        assertThatThrownBy(() -> tags("aws:rekognition:eu-west-1:0:collection/people"))
                .isInstanceOf(InternalServerErrorException.class);
        assertThat(server.engine().galleries().check("people").findings())
                .anySatisfy(finding -> assertThat(finding.toString()).contains("tags.json"));
        assertThat(server.engine().galleries().repair("people", null).findings())
                .isEmpty();
        assertThat(file).doesNotExist();
        assertThat(tags("aws:rekognition:eu-west-1:0:collection/people")).isEmpty();
    }

    @Test
    void tagsAndKeys_thatAreNoTexts_areRefused() {
        String arn = collection(Map.of("a", "b"));

        assertThatThrownBy(() ->
                        aws.untagResource(request -> request.resourceArn(arn).tagKeys("a", null)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("TagKeys[1] must be a text of 1 to 128 characters, got: null");
        for (String value : List.of("5", "1.5", "true")) {
            byte[] body = "{\"ResourceArn\":\"%s\",\"Tags\":{\"x\":%s}}"
                    .formatted(arn, value)
                    .getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> AwsJson.read(body, TagOperations.TagResource.class))
                    .hasMessage("Tags must have the type that its operation says");
        }
        assertThat(tags(arn)).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void tags_thatCannotBe_areRefused() throws Exception {
        String arn = collection(Map.of());
        for (Map<String, String> wrong : List.of(
                Map.of("", "x"),
                Map.of("AWS:x", "y"),
                Map.of("a", "x".repeat(257)),
                Map.of("k".repeat(129), ""),
                Map.of("a\n", "b"))) {
            assertThatThrownBy(() ->
                            aws.tagResource(request -> request.resourceArn(arn).tags(wrong)))
                    .isInstanceOf(InvalidParameterException.class);
        }
        Map<String, String> many =
                IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "value"));
        assertThatThrownBy(() ->
                        aws.tagResource(request -> request.resourceArn(arn).tags(many)))
                .isInstanceOf(ServiceQuotaExceededException.class);
        assertThatThrownBy(() -> aws.createCollection(
                        request -> request.collectionId("many").tags(many)))
                .isInstanceOf(ServiceQuotaExceededException.class);
        assertThat(server.engine().galleries().exists("many")).isFalse();
        assertThatThrownBy(() -> tags("arn:aws:rekognition:eu-west-1:0:streamprocessor/x"))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> tags("arn:aws:rekognition:eu-west-1:000000000000:collection/none"))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(tags(arn)).isEmpty();
        assertThat(Files.exists(server.engine().galleries().folder("people.-1").resolve("tags.json")))
                .isFalse();
    }

    /// The calls of `rekognition.js` of double-take, in its order and with no more than it sends.
    @Test
    void doubleTake_createsTrainsRecognisesAndRemoves() {
        SdkBytes ann = SdkBytes.fromByteArray(SquareModels.photo(1, 1));
        SdkBytes annAgain = SdkBytes.fromByteArray(SquareModels.photo(2, 1));
        assertThatThrownBy(() -> aws.describeCollection(request -> request.collectionId("double-take")))
                .isInstanceOf(ResourceNotFoundException.class);
        aws.createCollection(request -> request.collectionId("double-take"));
        String face = aws.indexFaces(
                        request -> request.collectionId("double-take").image(image -> image.bytes(ann)))
                .faceRecords()
                .getFirst()
                .face()
                .faceId();

        SearchFacesByImageResponse seen = aws.searchFacesByImage(
                request -> request.collectionId("double-take").image(image -> image.bytes(annAgain)));

        assertThat(seen.faceMatches().getFirst().face().faceId()).isEqualTo(face);
        assertThat(seen.faceMatches().getFirst().similarity()).isBetween(80f, 100f);
        assertThat(seen.searchedFaceBoundingBox().width()).isBetween(0f, 1f);
        aws.deleteFaces(request -> request.collectionId("double-take").faceIds(face));
        assertThat(aws.searchFacesByImage(
                                request -> request.collectionId("double-take").image(image -> image.bytes(annAgain)))
                        .faceMatches())
                .isEmpty();
    }

    @Test
    void detectFaces_tellsPoseBrightnessAndSharpness() {
        FaceDetail face = aws.detectFaces(request ->
                        request.image(image -> image.bytes(SdkBytes.fromByteArray(SquareModels.photo(1, 1)))))
                .faceDetails()
                .getFirst();

        assertThat(face.pose().roll()).isBetween(-180f, 180f);
        assertThat(face.pose().yaw()).isBetween(-90f, 90f);
        assertThat(face.pose().pitch()).isBetween(-180f, 180f);
        assertThat(face.quality().brightness()).isBetween(10f, 90f);
        assertThat(face.quality().sharpness()).isBetween(0f, 100f);
    }

    @Test
    void image_inS3_isRefusedWithWhatToSend() {
        assertThatThrownBy(() -> aws.detectFaces(request -> request.image(
                        image -> image.s3Object(object -> object.bucket("b").name("n")))))
                .isInstanceOf(InvalidS3ObjectException.class)
                .hasMessageContaining("Image must be sent as Bytes");
    }
}
