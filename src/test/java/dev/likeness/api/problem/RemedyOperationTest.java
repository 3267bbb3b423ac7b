package dev.likeness.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.Contract;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedies;
import dev.likeness.face.Remedy;
import dev.likeness.support.Json;
import io.vertx.openapi.contract.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RemedyOperationTest {
    private static final FaceId FACE = new FaceId(new PhotoId("a".repeat(64)), 0);

    @Test
    void everyRemedy_isTested() {
        assertThat(Remedies.all())
                .extracting(Remedy::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Remedy.class.getPermittedSubclasses())
                        .<Class<? extends Remedy>>map(type -> type.asSubclass(Remedy.class))
                        .toList());
    }

    @Test
    void everyRemedy_isAnOperationOfTheContractOrASentence() {
        Map<String, Operation> contract = Contract.operations().stream()
                .collect(Collectors.toMap(Operation::getOperationId, Function.identity()));

        assertThat(Remedies.all()).allSatisfy(remedy -> {
            RemedyOperation resolved = RemedyOperation.of(remedy);
            assertThat(resolved.description()).isNotBlank();
            if (resolved.operation() == null) {
                assertThat(resolved.description()).startsWith("the server's operator must ");
                assertThat(resolved.method()).isNull();
                assertThat(resolved.path()).isNull();
                assertThat(resolved.body()).isNull();
            } else {
                assertThat(contract).containsKey(resolved.operation());
                Operation operation = Objects.requireNonNull(contract.get(resolved.operation()));
                assertThat(operation.getHttpMethod().name()).isEqualTo(resolved.method());
                assertThat(String.valueOf(resolved.path()).replaceAll("\\?.*", ""))
                        .matches(Contract.path(operation).replaceAll("\\{[^}]+}", "[^/]+"));
                assertThat(resolved.body() == null).isEqualTo(operation.getRequestBody() == null);
            }
        });
    }

    @Test
    void noRemedy_isInTermsOfTheCommandLineOrNamesAPath() {
        assertThat(Remedies.all())
                .allSatisfy(remedy -> assertThat(Json.line(RemedyOperation.of(remedy)))
                        .doesNotContain("likeness ", "--", "/photos/a.jpg", "model.onnx", "magface"));
    }

    @Test
    void problem_namesFacesByIdAndOmitsWhatIsEmpty() {
        ErrorFacts facts = new ErrorFacts(
                List.of(new PersonId(3)),
                List.of(new ErrorFacts.LabelledFace(FACE, "/photos/my album/a.jpg#0")),
                List.of(),
                List.of(new Remedy.RetractFace("family", FACE, "/photos/my album/a.jpg#0")));

        String json = Json.line(Problem.of(
                new LikenessException(
                        ErrorCode.CONTRADICTION, "/photos/my album/a.jpg#0 is Ann, see /var/log/likeness.log", facts),
                "r1"));

        assertThat(json)
                .contains("\"detail\":\"" + FACE + " is Ann, see …\"", "\"people\":[3]", "\"faces\":[\"" + FACE + "\"]")
                .contains("\"path\":\"/v1/galleries/family/faces/retract\",\"body\":{\"faces\":[\"" + FACE + "\"]}")
                .doesNotContain("album", "photos", "null");
    }
}
