package dev.likeness.api.rekognition;

import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Amazon Rekognition's face operations: `POST /` with the operation in `X-Amz-Target`.
public final class Rekognition implements Facade {
    private static final String TARGET = "RekognitionService.";
    private static final Set<String> TYPES = Set.of(AwsJson.TYPE, "application/json");

    private final InstantSource clock;

    public Rekognition() {
        this(InstantSource.system());
    }

    /// @param clock for the expiry of signatures
    Rekognition(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void mount(Routes routes, Backend backend) {
        Map<String, Operation> known = operations(backend);
        routes.with(new SignatureV4(backend, clock), new AwsErrors())
                .anyQuery()
                .post("/", "rekognition", Scope.READ, call -> dispatch(backend, call, known));
    }

    /// All operations, by AWS's names.
    static Map<String, Operation> operations(Backend backend) {
        CollectionAccess access = new CollectionAccess(backend);
        Map<String, Operation> operations = new HashMap<>();
        new CollectionOperations(access).addTo(operations);
        new FaceOperations(access).addTo(operations);
        new SearchOperations(access).addTo(operations);
        new UserOperations(access, new ClientRequestTokens(backend)).addTo(operations);
        new ImageOperations(access).addTo(operations);
        new TagOperations(access).addTo(operations);
        return Map.copyOf(operations);
    }

    private static Reply dispatch(Backend backend, Call call, Map<String, Operation> operations) throws Exception {
        String target = call.header("X-Amz-Target").orElse("");
        Operation operation = target.startsWith(TARGET) ? operations.get(target.substring(TARGET.length())) : null;
        if (operation == null) {
            throw new AwsException(
                    ProblemCode.INVALID_ARGUMENT,
                    "UnknownOperationException",
                    "X-Amz-Target must be %s and a supported operation on faces, collections or users"
                            .formatted(TARGET));
        }
        // A web page can send forms and plain text to any origin without preflight, but not this type.
        if (!TYPES.contains(call.contentType())) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + AwsJson.TYPE);
        }
        call.principal().requireScope(operation.scope());
        Object result = backend.workers()
                .run(operation.cost(), () -> operation.handler().handle(call));
        Reply.Bytes reply = result instanceof Reply.Bytes made ? made : AwsJson.reply(200, result);
        return reply.withHeader("x-amzn-RequestId", call.id());
    }
}
