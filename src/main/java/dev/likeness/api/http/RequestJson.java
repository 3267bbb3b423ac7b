package dev.likeness.api.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.face.LikenessException;
import dev.likeness.support.StrictTypes;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/// JSON in request bodies: the limits that hold for every API, and the strict reading of `/v1`.
public final class RequestJson {
    private static final JsonMapper STRICT = mapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            // No list of a request may contain null. An optional value may be null, which removes it.
            .withConfigOverride(List.class, RequestJson::refuseNulls)
            .withConfigOverride(Set.class, RequestJson::refuseNulls)
            .build();

    private static final Pattern REPEATED_KEY = Pattern.compile("Duplicate Object property (\"[^\"]*\")");

    /// Objects and lists in one another.
    private static final int MAX_DEPTH = 32;

    private RequestJson() {}

    private static void refuseNulls(MutableConfigOverride override) {
        override.setNullHandling(JsonSetter.Value.forContentNulls(Nulls.FAIL));
    }

    /// A builder of mappers that refuse JSON bombs (deep nesting, long numbers and long names), a key that is
    /// there twice, and values of another type.
    public static JsonMapper.Builder mapper() {
        return StrictTypes.of(JsonMapper.builder(JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(64)
                        .maxNameLength(200)
                        .maxStringLength(256 << 20)
                        .build())
                .build()));
    }

    /// Parses JSON strictly: unknown keys, trailing text and deep nesting are errors.
    ///
    /// @param type a record; exceptions of its constructor become problems of the request
    /// @throws ProblemException `MALFORMED_REQUEST` if it is not JSON, `INVALID_ARGUMENT` if a value is of
    ///     another type
    public static <T> T parse(byte[] text, Class<T> type) {
        try {
            T value = STRICT.readValue(text, type);
            if (value == null) {
                throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "the body must be an object, got: null");
            }
            return value;
        } catch (DatabindException e) {
            if (e.getCause() instanceof LikenessException invalid) {
                throw invalid;
            }
            if (e.getCause() instanceof ProblemException invalid) {
                throw invalid;
            }
            if (e.getCause() instanceof StreamReadException unreadable) {
                throw malformed(unreadable);
            }
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, place(e) + " " + rule(e));
        } catch (InputCoercionException e) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, place(e) + " must be a smaller number");
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static ProblemException malformed(JacksonException failure) {
        TokenStreamLocation place = failure.getLocation();
        String where = place == null || place.getLineNr() < 1
                ? ""
                : "; at line %d, column %d ".formatted(place.getLineNr(), place.getColumnNr());
        String what = unreadable(failure);
        return new ProblemException(
                ProblemCode.MALFORMED_REQUEST,
                "the body must be JSON in UTF-8" + (where.isEmpty() ? "; " + what : where + what));
    }

    /// What is wrong with a text, without the words of the parser.
    private static String unreadable(JacksonException failure) {
        String message = String.valueOf(failure.getOriginalMessage());
        Matcher repeated = REPEATED_KEY.matcher(message);
        if (repeated.find()) {
            return "the key %s is there for the second time".formatted(repeated.group(1));
        }
        return switch (failure) {
            case StreamConstraintsException _ ->
                "it is nested deeper than %d, or a number or name is too long".formatted(MAX_DEPTH);
            case UnexpectedEndOfInputException _ -> "it ends too early";
            default -> "it is not";
        };
    }

    /// Where the value is, as in `filters.people[1]`.
    private static String place(JacksonException failure) {
        StringBuilder place = new StringBuilder();
        failure.getPath().forEach(step -> {
            if (step.getPropertyName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        });
        return place.isEmpty() ? "the body" : place.toString();
    }

    /// The rule that the value violates, and the value, in the words of JSON.
    private static String rule(DatabindException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                "is no key of this object; there are: " + keys(unknown.getKnownPropertyIds());
            case InvalidFormatException value ->
                "must be %s, got: %s".formatted(kind(value.getTargetType()), value.getValue());
            case InvalidNullException _ -> "must not contain null";
            case MismatchedInputException value ->
                "must be %s, got: %s".formatted(kind(value.getTargetType()), found(value.getCurrentToken()));
            default -> "must have the type that the operation's schema says";
        };
    }

    private static String keys(@Nullable Collection<Object> known) {
        return known == null
                ? "none"
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == LocalDateTime.class) {
            return "a date or a time without a zone, such as 2019-07-01 or 2019-07-01T18:30:00, because cameras have none";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == byte[].class) {
            return "base64 text";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "text";
    }

    private static String found(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "a list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            case null, default -> "nothing";
        };
    }
}
