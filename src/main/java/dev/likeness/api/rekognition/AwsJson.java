package dev.likeness.api.rekognition;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.RequestJson;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// AWS's JSON 1.1: keys start with a capital, null values are omitted, unknown keys are ignored.
final class AwsJson {
    static final String TYPE = "application/x-amz-json-1.1";
    private static final JsonMapper MAPPER = RequestJson.mapper()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AwsJson() {}

    static Reply.Bytes reply(int status, Object body) {
        return new Reply.Bytes(status, MAPPER.writeValueAsBytes(body), TYPE, Map.of());
    }

    static <T> T read(byte[] body, Class<T> type) {
        try {
            T request = MAPPER.readValue(body.length == 0 ? new byte[] {'{', '}'} : body, type);
            if (request == null) {
                throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "the body must be an object, got: null");
            }
            return request;
        } catch (DatabindException e) {
            String field = e.getPath().stream()
                    .map(step -> step.getPropertyName())
                    .filter(name -> name != null)
                    .findFirst()
                    .orElse("the body");
            throw new ProblemException(
                    ProblemCode.MALFORMED_REQUEST, "%s must have the type that its operation says".formatted(field));
        } catch (JacksonException e) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "the body must be JSON in UTF-8");
        }
    }
}
