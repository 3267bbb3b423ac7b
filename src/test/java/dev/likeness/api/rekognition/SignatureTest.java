package dev.likeness.api.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;
import software.amazon.awssdk.services.rekognition.model.RekognitionException;
import software.amazon.awssdk.services.rekognition.model.ThrottlingException;

/// Authentication by signature: the AWS SDK for Java signs, Likeness verifies.
class SignatureTest {
    @TempDir
    private Path folder;

    private KeyRing ring;

    @BeforeEach
    void makeRing() {
        ring = KeyRing.of(folder.resolve("index"));
    }

    private KeyRing.NewKey key(Scope scope, String... galleries) {
        return ring.create("app", ApiKeyKind.AWS, scope, Set.of(galleries), 0);
    }

    private TestServer server(InstantSource clock) {
        return TestServer.start(folder, Map.of(), new Rekognition(clock));
    }

    private static RekognitionClient client(TestServer server, AwsCredentialsProvider credentials) {
        return RekognitionClient.builder()
                .endpointOverride(server.uri(""))
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(configuration -> configuration.retryStrategy(retries -> retries.maxAttempts(2)))
                .credentialsProvider(credentials)
                .build();
    }

    private static AwsCredentialsProvider of(KeyRing.NewKey key) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.key().accessKeyId(), key.secret()));
    }

    private static void assertRefused(String type, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RekognitionException.class, failure -> {
            assertThat(failure.awsErrorDetails().errorCode()).isEqualTo(type);
            assertThat(failure.statusCode()).isEqualTo(400);
        });
    }

    @Test
    void call_withWrongSecret_isRefused() {
        KeyRing.NewKey key = key(Scope.ADMIN);
        try (TestServer server = server(InstantSource.system());
                RekognitionClient wrong = client(
                        server,
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(key.key().accessKeyId(), "wrong" + key.secret())));
                RekognitionClient right = client(server, of(key))) {
            assertRefused("InvalidSignatureException", wrong::listCollections);
            assertThat(right.listCollections().collectionIds()).isEmpty();
        }
    }

    @Test
    void call_withUnknownKey_isRefused() {
        KeyRing.NewKey key = key(Scope.ADMIN);
        try (TestServer server = server(InstantSource.system());
                RekognitionClient unknown = client(
                        server,
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", key.secret())));
                RekognitionClient temporary = client(
                        server,
                        StaticCredentialsProvider.create(
                                AwsSessionCredentials.create(key.key().accessKeyId(), key.secret(), "session")))) {
            assertRefused("UnrecognizedClientException", unknown::listCollections);
            assertRefused("UnrecognizedClientException", temporary::listCollections);
        }
    }

    @Test
    void call_unsigned_isRefusedOnceThereIsAKey() {
        try (TestServer server = server(InstantSource.system());
                RekognitionClient anonymous = client(server, AnonymousCredentialsProvider.create())) {
            assertThat(anonymous.listCollections().collectionIds()).isEmpty();
        }
        key(Scope.ADMIN);
        try (TestServer server = server(InstantSource.system());
                RekognitionClient anonymous = client(server, AnonymousCredentialsProvider.create())) {
            assertRefused("MissingAuthenticationTokenException", anonymous::listCollections);
        }
    }

    @Test
    void call_signedByAnything_isTakenOnLoopbackWithoutKeys() {
        try (TestServer server = server(InstantSource.system());
                RekognitionClient any =
                        client(server, StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))) {
            assertThat(any.listCollections().collectionIds()).isEmpty();
        }
    }

    @Test
    void call_signedTooLongAgoOrAhead_isRefused() {
        KeyRing.NewKey key = key(Scope.ADMIN);
        Duration tooLong = SignatureV4.TOLERANCE.plusSeconds(30);
        try (TestServer server = server(() -> InstantSource.system().instant().plus(tooLong));
                RekognitionClient client = client(server, of(key))) {
            assertThatThrownBy(client::listCollections).hasMessageContaining("Signature expired");
        }
        try (TestServer server = server(() -> InstantSource.system().instant().minus(tooLong));
                RekognitionClient client = client(server, of(key))) {
            assertThatThrownBy(client::listCollections).hasMessageContaining("Signature not yet current");
        }
        Duration justRight = SignatureV4.TOLERANCE.minusSeconds(60);
        try (TestServer server = server(() -> InstantSource.system().instant().plus(justRight));
                RekognitionClient client = client(server, of(key))) {
            assertThat(client.listCollections().collectionIds()).isEmpty();
        }
    }

    @Test
    void call_ofClientWhoseClockIsWrong_isCorrectedByTheAnswer() {
        KeyRing.NewKey key = key(Scope.ADMIN);
        AtomicInteger attempts = new AtomicInteger();
        ExecutionInterceptor counter = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                attempts.incrementAndGet();
            }
        };
        SdkGlobalTime.setGlobalTimeOffset(3600);
        try (TestServer server = server(InstantSource.system());
                RekognitionClient client = RekognitionClient.builder()
                        .endpointOverride(server.uri(""))
                        .region(Region.US_EAST_1)
                        .httpClient(UrlConnectionHttpClient.create())
                        .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(counter))
                        .credentialsProvider(of(key))
                        .build()) {
            assertThat(client.listCollections().collectionIds()).isEmpty();
            assertThat(attempts).hasValue(2);
        } finally {
            SdkGlobalTime.setGlobalTimeOffset(0);
        }
    }

    @Test
    void key_keepsToItsScopeAndGalleries() {
        KeyRing.NewKey admin = key(Scope.ADMIN);
        KeyRing.NewKey writer = key(Scope.WRITE, "mine");
        try (TestServer server = server(InstantSource.system());
                RekognitionClient all = client(server, of(admin));
                RekognitionClient mine = client(server, of(writer))) {
            all.createCollection(request -> request.collectionId("mine"));
            all.createCollection(request -> request.collectionId("theirs"));

            assertThat(mine.listCollections().collectionIds()).containsExactly("mine");
            mine.createUser(request -> request.collectionId("mine").userId("ann"));
            assertThatThrownBy(() -> mine.listUsers(request -> request.collectionId("theirs")))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> mine.listUsers(request -> request.collectionId("nobodys")))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> mine.deleteCollection(request -> request.collectionId("mine")))
                    .isInstanceOf(AccessDeniedException.class);
        }
    }

    @Test
    void key_thatCallsTooOften_isThrottled() {
        KeyRing.NewKey key = ring.create("app", ApiKeyKind.AWS, Scope.ADMIN, Set.of(), 1);
        try (TestServer server = server(InstantSource.system());
                RekognitionClient client = RekognitionClient.builder()
                        .endpointOverride(server.uri(""))
                        .region(Region.US_EAST_1)
                        .httpClient(UrlConnectionHttpClient.create())
                        .overrideConfiguration(
                                configuration -> configuration.retryStrategy(retries -> retries.maxAttempts(1)))
                        .credentialsProvider(of(key))
                        .build()) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            client.listCollections();
                        }
                    })
                    .isInstanceOf(ThrottlingException.class);
        }
    }

    private static Answer call(TestServer server, Map<String, String> headers, String body) {
        return server.send("/", request -> {
            headers.forEach(request::header);
            return request.POST(BodyPublishers.ofString(body));
        });
    }

    @Test
    void request_thatIsNone_isRefusedByItsType() {
        String target = "RekognitionService.ListCollections";
        try (TestServer server = server(InstantSource.system())) {
            Answer good = call(server, Map.of("Content-Type", AwsJson.TYPE, "X-Amz-Target", target), "{}");
            assertThat(good.expect(200).header("Content-Type")).isEqualTo(AwsJson.TYPE);
            assertThat(good.header("x-amzn-RequestId")).isNotBlank();
            assertThat(good.text()).isEqualTo("{\"CollectionIds\":[],\"FaceModelVersions\":[]}");

            assertThat(call(server, Map.of("Content-Type", AwsJson.TYPE), "{}")
                            .expect(400)
                            .text("/__type"))
                    .isEqualTo("UnknownOperationException");
            assertThat(call(
                                    server,
                                    Map.of(
                                            "Content-Type",
                                            AwsJson.TYPE,
                                            "X-Amz-Target",
                                            "RekognitionService.DetectLabels"),
                                    "{}")
                            .expect(400)
                            .text("/__type"))
                    .isEqualTo("UnknownOperationException");
            for (String body : new String[] {"{", "null", "[]", "{} {}", "{\"MaxResults\":\"many\"}", "\u0000"}) {
                assertThat(call(server, Map.of("Content-Type", AwsJson.TYPE, "X-Amz-Target", target), body)
                                .expect(400)
                                .text("/__type"))
                        .isEqualTo("SerializationException");
            }
            // What a page of another origin could send without being asked.
            assertThat(call(server, Map.of("Content-Type", "text/plain", "X-Amz-Target", target), "{}")
                            .expect(400)
                            .text("/__type"))
                    .isEqualTo("InvalidParameterException");
        }
    }

    @Test
    void authorization_thatIsIncomplete_isRefused() {
        KeyRing.NewKey key = key(Scope.ADMIN);
        String target = "RekognitionService.ListCollections";
        String credential = "AWS4-HMAC-SHA256 Credential=%s/20260101/eu-west-1/%s/%s, SignedHeaders=%s, Signature="
                + "0".repeat(64);
        String id = String.valueOf(key.key().accessKeyId());
        String headers = "content-type;host;x-amz-date;x-amz-target";
        try (TestServer server = server(InstantSource.system())) {
            Map<String, String> rejections = Map.of(
                    "Bearer " + key.secret(),
                    "IncompleteSignatureException",
                    "AWS4-HMAC-SHA256 nonsense",
                    "IncompleteSignatureException",
                    credential.formatted(id, "s3", "aws4_request", headers),
                    "InvalidSignatureException",
                    credential.formatted(id, "rekognition", "aws5_request", headers),
                    "InvalidSignatureException",
                    // The operation is not signed, so anybody could make it another one.
                    credential.formatted(id, "rekognition", "aws4_request", "host;x-amz-date"),
                    "InvalidSignatureException",
                    credential.formatted(id, "rekognition", "aws4_request", headers),
                    "InvalidSignatureException");
            rejections.forEach((authorization, type) -> assertThat(call(
                                    server,
                                    Map.of(
                                            "Content-Type",
                                            AwsJson.TYPE,
                                            "X-Amz-Target",
                                            target,
                                            "X-Amz-Date",
                                            "20260101T000000Z",
                                            "Authorization",
                                            authorization),
                                    "{}")
                            .expect(400)
                            .text("/__type"))
                    .as(authorization)
                    .isEqualTo(type));
        }
    }
}
