package dev.likeness.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIContractBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.mediatype.ContentAnalyserFactory;
import io.vertx.openapi.mediatype.MediaTypePredicate;
import io.vertx.openapi.mediatype.MediaTypeRegistration;
import io.vertx.openapi.mediatype.MediaTypeRegistry;
import io.vertx.openapi.mediatype.impl.DefaultMediaTypeRegistration;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The native API's contract, to hold answers against. One for all tests: reading it takes a second.
public final class Contract {
    private static final Vertx VERTX = Vertx.vertx();
    private static final OpenAPIContract CONTRACT = await(new OpenAPIContractBuilder(VERTX)
            .setContractPath("dev/likeness/api/v1/openapi.yaml")
            .mediaTypeRegistry(MediaTypeRegistry.createDefault()
                    .register(registration(ContentAnalyserFactory.json(), "application/problem+json"))
                    .register(registration(
                            ContentAnalyserFactory.noop(),
                            "application/zip",
                            "application/yaml",
                            "image/jpeg",
                            "text/html",
                            "text/css",
                            "text/javascript",
                            "text/event-stream")))
            .build());
    private static final ResponseValidator RESPONSES = ResponseValidator.create(VERTX, CONTRACT);

    private Contract() {}

    private static MediaTypeRegistration registration(ContentAnalyserFactory analyser, String... types) {
        return new DefaultMediaTypeRegistration(MediaTypePredicate.ofExactTypes(types), analyser);
    }

    /// All operations.
    public static List<Operation> operations() {
        return CONTRACT.operations();
    }

    /// The path of an operation, with its parameters in braces.
    public static String path(Operation operation) {
        return CONTRACT.getPaths().stream()
                .filter(path -> path.getOperations().stream()
                        .anyMatch(one -> one.getOperationId().equals(operation.getOperationId())))
                .map(Path::getName)
                .findFirst()
                .orElseThrow();
    }

    /// Fails unless an answer is as the contract says; what is no operation of it is passed over.
    public static void check(String method, String path, int status, String contentType, byte[] body) {
        Optional<Operation> operation = CONTRACT.operations().stream()
                .filter(one -> one.getHttpMethod().name().equals(method) && matches(path(one), path))
                .min((one, other) -> Integer.compare(parameters(one), parameters(other)));
        if (operation.isEmpty() || status == 304 || status == 405) {
            return;
        }
        if (operation.get().getResponse(status) == null) {
            throw new AssertionError("%s must not answer with %d: %s"
                    .formatted(
                            operation.get().getOperationId(),
                            status,
                            new String(body, java.nio.charset.StandardCharsets.UTF_8)));
        }
        if (!contentType.startsWith("application/json") && !contentType.startsWith("application/problem+json")) {
            return;
        }
        ValidatableResponse response = ValidatableResponse.create(status, Buffer.buffer(body), contentType);
        try {
            RESPONSES
                    .validate(response, operation.get().getOperationId())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(
                    "%s: %s"
                            .formatted(
                                    operation.get().getOperationId(),
                                    new String(body, java.nio.charset.StandardCharsets.UTF_8)),
                    e);
        }
    }

    private static int parameters(Operation operation) {
        return (int) path(operation).chars().filter(letter -> letter == '{').count();
    }

    private static boolean matches(String template, String path) {
        String pattern = List.of(template.split("/")).stream()
                .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining("/"));
        return path.replaceAll("\\?.*", "").matches(pattern);
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
