package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import io.vertx.openapi.contract.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract and the server agree on routes and on the errors of each operation. Successful requests and
/// responses are checked by all other tests, because [TestServer] checks every one.
class ContractTest {
    private static final String FACE = "a".repeat(64) + "-0";

    /// Operations that take JSON besides the form of the contract.
    private static final Set<String> JSON_BESIDES_A_FORM = Set.of("addPhotos", "addPerson");

    @TempDir
    private Path folder;

    @Test
    void everyOperation_isRoutedAndEveryRouteIsInTheContract() {
        try (TestServer server = TestServer.start(folder)) {
            Set<String> contract = Contract.operations().stream()
                    .map(operation -> "%s %s %s"
                            .formatted(operation.getHttpMethod(), Contract.path(operation), operation.getOperationId()))
                    .collect(Collectors.toSet());

            Set<String> routed = server.server().operations().stream()
                    .filter(operation -> !operation.startsWith("HEAD "))
                    .collect(Collectors.toSet());

            assertThat(routed).containsExactlyInAnyOrderElementsOf(contract);
        }
    }

    @Test
    void everyOperation_hasTheQueryParametersOfTheContractAndRefusesOthers() {
        try (TestServer server = TestServer.start(folder)) {
            server.server()
                    .queryParameters()
                    .forEach((operation, names) -> assertThat(names)
                            .as(operation)
                            .containsExactlyInAnyOrderElementsOf(Contract.queryParameters(operation)));
        }
    }

    @Test
    void everyOperation_succeeds() {
        try (TestServer server = TestServer.start(
                folder,
                Map.of(
                        "server.photoRoots",
                        List.of(folder.toString()),
                        "backup.directory",
                        folder.resolve("backups").toString()))) {
            ContractJourney.through(server);

            assertThat(server.succeeded())
                    .containsExactlyInAnyOrderElementsOf(Contract.operations().stream()
                            .map(Operation::getOperationId)
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void everyOperation_beyondTheRateOfItsKey_isToldWhenToComeAgain() {
        try (TestServer server = TestServer.start(folder, Map.of("server.requestsPerSecond", 1))) {
            for (Operation operation : Contract.operations()) {
                Answer last = call(server, operation, "test", "{}");
                for (int i = 0; i < 20 && last.status() != 429; i++) {
                    last = call(server, operation, "test", "{}");
                }
                assertThat(last.expect(429).code())
                        .as(operation.getOperationId())
                        .isEqualTo("RATE_LIMITED");
                assertThat(last.header("Retry-After"))
                        .as(operation.getOperationId())
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void everyChange_whileAnotherProcessWrites_isToldToComeAgain() {
        try (TestServer server = TestServer.start(folder)) {
            ContractJourney.Subjects subjects = ContractJourney.begin(server);
            EmbedderStamp stamp;
            try (GallerySnapshot snapshot = server.engine().galleries().snapshot("test")) {
                stamp = snapshot.embedder();
            }
            try (GalleryDirectory galleries =
                            GalleryDirectory.of(IndexOptions.defaults().in(server.galleries()));
                    GalleryWriter _ = galleries.open("test").writer(stamp)) {
                ContractJourney.changes(subjects).forEach((operation, send) -> {
                    Answer answer = send.apply(server);
                    assertThat(answer.expect(503).code()).as(operation).isEqualTo("GALLERY_BUSY");
                    assertThat(answer.header("Retry-After")).as(operation).isEqualTo("1");
                });
            }
        }
    }

    @Test
    void everyOperation_withoutAKey_isRefused() {
        KeyRing.of(folder.resolve("index")).create("one", ApiKeyKind.BEARER, Scope.READ, Set.of("other"), 0);
        try (TestServer server = TestServer.start(folder)) {
            for (Operation operation : closed()) {
                assertThat(call(server, operation, "test", "{}").expect(401).code())
                        .as(operation.getOperationId())
                        .isEqualTo("UNAUTHENTICATED");
            }
        }
    }

    @Test
    void everyOperation_onAGalleryOfOthers_isRefused() {
        String key = KeyRing.of(folder.resolve("index"))
                .create("one", ApiKeyKind.BEARER, Scope.ADMIN, Set.of("other"), 0)
                .secret();
        try (TestServer server = TestServer.start(folder).with("X-Api-Key", key)) {
            for (Operation operation : ofGalleries()) {
                assertThat(call(server, operation, "test", "{}").expect(403).code())
                        .as(operation.getOperationId())
                        .isEqualTo("FORBIDDEN");
            }
        }
    }

    @Test
    void everyOperation_onAGalleryThatIsNotThere_saysSo() {
        try (TestServer server = TestServer.start(folder)) {
            for (Operation operation : ofGalleries()) {
                if (!operation.getOperationId().equals("restoreGallery")) {
                    assertThat(call(server, operation, "none", "{}").expect(404).code())
                            .as(operation.getOperationId())
                            .isEqualTo("NOT_FOUND");
                }
            }
        }
    }

    @Test
    void everyOperationWithAJsonBody_refusesWhatIsNone() {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1});
            for (Operation operation : closed()) {
                if (takesJson(operation)) {
                    assertThat(call(server, operation, "test", "{\"")
                                    .expect(400)
                                    .code())
                            .as(operation.getOperationId())
                            .isEqualTo("MALFORMED_REQUEST");
                    assertThat(call(server, operation, "test", "{\"nonsense\":1}")
                                    .expect(400)
                                    .code())
                            .as(operation.getOperationId())
                            .isEqualTo("INVALID_ARGUMENT");
                    Answer text = server.send(
                            path(operation, "test"),
                            request -> request.method(operation.getHttpMethod().name(), BodyPublishers.ofString("x"))
                                    .header("Content-Type", "text/plain"));
                    assertThat(text.expect(415).code())
                            .as(operation.getOperationId())
                            .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
                }
            }
        }
    }

    @Test
    void everyOperation_withABodyLargerThanItsLimit_isRefused() {
        try (TestServer server = TestServer.start(
                folder, Map.of("server.maxBody", "1KB", "server.maxUpload", "1KB", "server.maxRestore", "1KB"))) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            for (Operation operation : closed()) {
                if (operation.getRequestBody() != null) {
                    assertThat(call(server, operation, "test", "\"" + "x".repeat(2000) + "\"")
                                    .expect(413)
                                    .code())
                            .as(operation.getOperationId())
                            .isEqualTo("BODY_TOO_LARGE");
                }
            }
        }
    }

    private static List<Operation> closed() {
        return Contract.operations().stream()
                .filter(operation -> operation.getResponse(401) != null)
                .toList();
    }

    private static List<Operation> ofGalleries() {
        return closed().stream()
                .filter(operation -> Contract.path(operation).contains("{gallery}"))
                .toList();
    }

    private static boolean takesJson(Operation operation) {
        return operation.getRequestBody() != null
                && (JSON_BESIDES_A_FORM.contains(operation.getOperationId())
                        || operation.getRequestBody().getContent().containsKey("application/json"));
    }

    private static String path(Operation operation, String gallery) {
        return Contract.path(operation)
                .replace("{gallery}", gallery)
                .replace("{photo}", "a".repeat(64))
                .replace("{face}", FACE)
                .replace("{person}", "1")
                .replace("{other}", "2")
                .replace("{externalId}", "none")
                .replace("{job}", "none")
                .replace("{backup}", "none")
                .replace("{asset}", "start.js");
    }

    private static Answer call(TestServer server, Operation operation, String gallery, String body) {
        String method = operation.getHttpMethod().name();
        String type =
                operation.getRequestBody() == null || takesJson(operation) ? "application/json" : "application/zip";
        return server.send(
                path(operation, gallery),
                request -> operation.getRequestBody() == null
                        ? request.method(method, BodyPublishers.noBody())
                        : request.method(method, BodyPublishers.ofString(body)).header("Content-Type", type));
    }
}
