package dev.likeness.api;

import dev.likeness.api.v1.NativeApi;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIContractBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.mediatype.ContentAnalyserFactory;
import io.vertx.openapi.mediatype.MediaTypePredicate;
import io.vertx.openapi.mediatype.MediaTypeRegistration;
import io.vertx.openapi.mediatype.MediaTypeRegistry;
import io.vertx.openapi.mediatype.impl.DefaultMediaTypeRegistration;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Checks requests and responses against the native API's contract. Shared by all tests, because parsing it
/// takes a second.
public final class Contract {
    private static final Vertx VERTX = Vertx.vertx();
    private static final OpenAPIContract CONTRACT = await(new OpenAPIContractBuilder(VERTX)
            .setContract(forVertx())
            .mediaTypeRegistry(MediaTypeRegistry.createDefault()
                    .register(registration(ContentAnalyserFactory.json(), "application/problem+json"))
                    .register(registration(
                            ContentAnalyserFactory.noop(),
                            "application/zip",
                            "application/yaml",
                            "image/jpeg",
                            "text/html",
                            "text/css",
                            "text/event-stream")))
            .build());
    private static final RequestValidator REQUESTS = RequestValidator.create(VERTX, CONTRACT);
    private static final ResponseValidator RESPONSES = ResponseValidator.create(VERTX, CONTRACT);

    private Contract() {}

    /// The contract without what Vert.x refuses: a server URL that is relative to the document, null where
    /// an integer is of format int64, and a range of media types.
    private static JsonObject forVertx() {
        try (InputStream yaml = NativeApi.class.getResourceAsStream("openapi.yaml")) {
            String json = YAMLMapper.shared().readTree(yaml).toString();
            JsonObject contract =
                    new JsonObject(json.replace(",\"format\":\"int64\"", "").replace("\"text/*\"", "\"text/css\""));
            contract.remove("servers");
            return contract;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaTypeRegistration registration(ContentAnalyserFactory analyser, String... types) {
        return new DefaultMediaTypeRegistration(MediaTypePredicate.ofExactTypes(types), analyser);
    }

    /// All operations.
    public static List<Operation> operations() {
        return CONTRACT.operations();
    }

    /// The names of the parameters in the query of an operation.
    public static Set<String> queryParameters(String operation) {
        return Objects.requireNonNull(CONTRACT.operation(operation)).getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .collect(Collectors.toSet());
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

    /// Fails if a response, or a successful request, violates the contract. Since tests only succeed with
    /// requests of the contract, clients that follow it can do everything that the tests do. Requests to
    /// other paths are ignored.
    ///
    /// @return the operation's name if it succeeded
    public static Optional<String> check(HttpRequest request, int status, String contentType, byte[] body) {
        String path = request.uri().getRawPath();
        Optional<Operation> operation = CONTRACT.operations().stream()
                .filter(one -> one.getHttpMethod().name().equals(request.method()) && matches(path(one), path))
                .min((one, other) -> Integer.compare(parameters(one), parameters(other)));
        if (operation.isEmpty() || status == 304 || status == 405) {
            return Optional.empty();
        }
        if (status < 300) {
            checkRequest(request, operation.get());
        }
        checkAnswer(operation.get(), status, contentType, body);
        return operation.map(Operation::getOperationId).filter(_ -> status < 300);
    }

    private static void checkAnswer(Operation operation, int status, String contentType, byte[] body) {
        if (operation.getResponse(status) == null) {
            throw new AssertionError("%s must not return %d: %s"
                    .formatted(
                            operation.getOperationId(),
                            status,
                            new String(body, java.nio.charset.StandardCharsets.UTF_8)));
        }
        if (!contentType.startsWith("application/json") && !contentType.startsWith("application/problem+json")) {
            return;
        }
        ValidatableResponse response = ValidatableResponse.create(status, Buffer.buffer(body), contentType);
        try {
            RESPONSES
                    .validate(response, operation.getOperationId())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(
                    "%s: %s"
                            .formatted(
                                    operation.getOperationId(),
                                    new String(body, java.nio.charset.StandardCharsets.UTF_8)),
                    e);
        }
    }

    private static void checkRequest(HttpRequest request, Operation operation) {
        String type = request.headers().firstValue("Content-Type").orElse("");
        boolean isJson = type.isEmpty() || type.startsWith("application/json");
        if (!isJson || isOtherBody(operation)) {
            return; // forms and files, which the validator cannot read, and bodies that are accepted besides them
        }
        Set<String> repeatable = operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY && parameter.isExplode())
                .filter(parameter -> parameter.getSchemaType() == SchemaType.ARRAY)
                .map(Parameter::getName)
                .collect(Collectors.toSet());
        Map<String, RequestParameter> query = new HashMap<>();
        // The validator reads a repeated parameter in the form in which it is sent.
        new QueryStringDecoder(request.uri())
                .parameters()
                .forEach((name, values) -> query.put(
                        name,
                        new RequestParameterImpl(
                                repeatable.contains(name)
                                        ? values.stream()
                                                .map(value -> name + "=" + value)
                                                .collect(Collectors.joining("&"))
                                        : values.getFirst())));
        Map<String, RequestParameter> path = new HashMap<>();
        List<String> parts = List.of(request.uri().getPath().split("/"));
        List<String> names = List.of(path(operation).split("/"));
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).startsWith("{")) {
                path.put(names.get(i).substring(1, names.get(i).length() - 1), new RequestParameterImpl(parts.get(i)));
            }
        }
        Set<String> known = operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .collect(Collectors.toSet());
        if (!known.containsAll(query.keySet())) {
            throw new AssertionError("%s accepts parameters that are not in the contract: %s of %s"
                    .formatted(operation.getOperationId(), query.keySet(), known));
        }
        Map<String, RequestParameter> headers = new HashMap<>();
        request.headers()
                .map()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), new RequestParameterImpl(values.getFirst())));
        byte[] sent = body(request);
        await(REQUESTS.validate(
                sent.length == 0
                        ? new ValidatableRequestImpl(Map.of(), headers, path, query)
                        : new ValidatableRequestImpl(
                                Map.of(),
                                headers,
                                path,
                                query,
                                new RequestParameterImpl(Buffer.buffer(sent)),
                                type.isEmpty() ? "application/json" : type),
                operation.getOperationId()));
    }

    /// Whether JSON is accepted besides the body of the contract, which is a form.
    private static boolean isOtherBody(Operation operation) {
        return operation.getRequestBody() != null
                && !operation.getRequestBody().getContent().containsKey("application/json");
    }

    private static byte[] body(HttpRequest request) {
        HttpResponse.BodySubscriber<byte[]> collecting = HttpResponse.BodySubscribers.ofByteArray();
        request.bodyPublisher()
                .ifPresentOrElse(
                        publisher -> publisher.subscribe(new Flow.Subscriber<>() {
                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                collecting.onSubscribe(subscription);
                            }

                            @Override
                            public void onNext(ByteBuffer part) {
                                collecting.onNext(List.of(part));
                            }

                            @Override
                            public void onError(Throwable failure) {
                                collecting.onError(failure);
                            }

                            @Override
                            public void onComplete() {
                                collecting.onComplete();
                            }
                        }),
                        collecting::onComplete);
        return collecting.getBody().toCompletableFuture().join();
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
