package dev.likeness.api.v1;

import static io.vertx.json.schema.Draft.DRAFT202012;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.likeness.api.problem.ProblemCode;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads the contract as its users do: everything is described, every body and every problem has an example,
/// every example is valid, and no schema has a form that code generators refuse.
class ContractLintTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String DEFINITIONS = "#/$defs/";

    /// What a number without bounds must name in its description.
    private static final Pattern UNIT = Pattern.compile("\\b(pixels|nats|seconds|bytes)\\b|−1 to 1");

    private static final JsonNode CONTRACT = contract();

    private record Place(String name, JsonNode node) {}

    /// An example at a place, and the schema that it must satisfy.
    private record Example(String place, JsonNode schema, JsonNode value) {}

    private static JsonNode contract() {
        try {
            return YAMLMapper.shared().readTree(DocsResource.contract());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyProperty_isDescribed() {
        assertThat(properties().stream()
                        .filter(property -> isBlank(property.node(), "description"))
                        .map(Place::name))
                .isEmpty();
    }

    @Test
    void everyNumber_hasBoundsOrNamesItsUnit() {
        List<Place> all = new ArrayList<>(properties());
        parameters()
                .forEach(parameter ->
                        all.add(new Place(parameter.name(), parameter.node().path("schema"))));
        List<String> unbounded = new ArrayList<>();
        for (Place place : all) {
            boolean isItem = place.node().has("items");
            JsonNode number = isItem ? place.node().get("items") : place.node();
            boolean isBounded = number.has("minimum")
                    || number.has("maximum")
                    || number.has("exclusiveMinimum")
                    || number.has("exclusiveMaximum");
            if (isNumeric(number)
                    && !isBounded
                    && !UNIT.matcher(place.node().path("description").asString())
                            .find()) {
                unbounded.add(place.name());
            }
        }

        assertThat(unbounded).isEmpty();
    }

    @Test
    void everyOperation_isNamedAndDescribed() {
        Set<String> names = new HashSet<>();
        assertThat(operations()).allSatisfy(operation -> {
            JsonNode node = operation.node();
            assertThat(names.add(node.path("operationId").asString()))
                    .as("operationId")
                    .isTrue();
            assertThat(node.path("operationId").asString()).isNotBlank();
            assertThat(node.path("summary").asString())
                    .as(operation.name())
                    .matches("[A-Z][^.?!]{1,79}"); // a title, no sentence
            assertThat(node.path("description").asString()).as(operation.name()).isNotBlank();
            assertThat(node.path("tags")).as(operation.name()).hasSize(1);
            assertThat(node.path("responses").valueStream().map(ContractLintTest::resolved))
                    .as(operation.name())
                    .noneMatch(response -> isBlank(response, "description"));
        });
    }

    @Test
    void everyParameter_isDescribedAndHasAnExampleWhereItIsRequired() {
        assertThat(parameters()).isNotEmpty().allSatisfy(parameter -> {
            assertThat(parameter.node().path("description").asString())
                    .as(parameter.name())
                    .isNotBlank();
            assertThat(parameter.node().has("example"))
                    .as(parameter.name())
                    .isEqualTo(parameter.node().path("required").asBoolean(false));
        });
    }

    /// Bodies of bytes, and forms with files, have none: no text can stand for them.
    @Test
    void everyBodyOfText_hasAnExample() {
        List<String> without = new ArrayList<>();
        forEachBody((place, media) -> {
            boolean isText = place.endsWith("json") || place.contains(" text/") || place.endsWith("yaml");
            if (isText && examples(place, media).isEmpty()) {
                without.add(place);
            }
        });

        assertThat(without).isEmpty();
    }

    @Test
    void everyProblem_hasAnExampleForEachOfItsCodes() {
        List<String> wrong = new ArrayList<>();
        for (Place operation : operations()) {
            operation.node().path("responses").properties().forEach(response -> {
                JsonNode resolved = resolved(response.getValue());
                JsonNode media = resolved.at("/content/application~1problem+json");
                if (media.isMissingNode()) {
                    return;
                }
                Set<String> named = codes(resolved.path("description").asString());
                Set<String> shown = new HashSet<>();
                for (Example example : examples(operation.name(), media)) {
                    JsonNode problem = example.value();
                    ProblemCode code = ProblemCode.valueOf(problem.path("code").asString());
                    shown.add(code.name());
                    if (!problem.path("status").asString().equals(response.getKey())
                            || problem.path("status").asInt() != code.status()
                            || !problem.path("title").asString().equals(code.title())
                            || !problem.path("type")
                                    .asString()
                                    .equals("urn:likeness:problem:"
                                            + code.name()
                                                    .toLowerCase(Locale.ROOT)
                                                    .replace('_', '-'))) {
                        wrong.add(operation.name() + " " + response.getKey() + " " + code);
                    }
                }
                if (named.isEmpty() || !named.equals(shown)) {
                    wrong.add(operation.name() + " " + response.getKey() + ": names " + named + ", shows " + shown);
                }
            });
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void problemCodes_areThoseOfTheServer() {
        assertThat(CONTRACT.at("/components/schemas/Problem/properties/code/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::name)
                        .toList());
    }

    @Test
    void servers_areNamed() {
        assertThat(CONTRACT.path("servers")).isNotEmpty().allSatisfy(server -> {
            assertThat(server.path("url").asString()).isNotBlank();
            assertThat(server.path("description").asString()).isNotBlank();
        });
    }

    /// Generators make two functions of one operation with two content types, or use the wrong one.
    @Test
    void everyOperation_hasOneContentTypeForItsRequestAndOneForItsSuccess() {
        List<String> several = new ArrayList<>();
        for (Place operation : operations()) {
            Set<String> success = new HashSet<>();
            operation.node().path("responses").properties().forEach(response -> {
                if (response.getKey().startsWith("2")) {
                    success.addAll(resolved(response.getValue()).path("content").propertyNames());
                }
            });
            if (operation.node().at("/requestBody/content").size() > 1 || success.size() > 1) {
                several.add(operation.name());
            }
        }

        assertThat(several).isEmpty();
    }

    /// The parsers of generators refuse a document in which a key is there twice.
    @Test
    void everyKey_isThereOnce() {
        YAMLMapper strict = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        assertThatCode(() -> strict.readTree(DocsResource.contract())).doesNotThrowAnyException();
    }

    /// Generators name the type of an object after the place where it is written, if it has no name.
    @Test
    void everySchemaOfAnObject_hasAName() {
        List<String> nameless = new ArrayList<>();
        walk("", CONTRACT, (place, node) -> {
            boolean isSchema = node.path("properties").isObject() && !place.endsWith("/properties");
            if (isSchema && !place.matches("/components/schemas/[A-Za-z]+")) {
                nameless.add(place);
            }
        });

        assertThat(nameless).isEmpty();
    }

    /// Java's generator writes code that does not compile for a choice between other types.
    @Test
    void everyChoice_isBetweenATypeAndNull() {
        List<String> choices = new ArrayList<>();
        walk("", CONTRACT, (place, node) -> {
            JsonNode any = node.path("anyOf");
            boolean isNullable = any.size() == 2
                    && any.path(0).has("$ref")
                    && any.at("/1/type").asString().equals("null");
            if (node.has("oneOf") || node.has("allOf") || (node.has("anyOf") && !isNullable)) {
                choices.add(place);
            }
        });

        assertThat(choices).isEmpty();
    }

    /// Generators know one type, and one that may be null.
    @Test
    void everyType_isOneOrNullable() {
        List<String> unions = new ArrayList<>();
        List<String> untyped = new ArrayList<>();
        walk("", CONTRACT, (place, node) -> {
            JsonNode type = node.path("type");
            boolean isNullable = type.isArray()
                    && type.size() == 2
                    && "null".equals(type.get(1).asString())
                    && !"null".equals(type.get(0).asString());
            if (type.isArray() && !isNullable) {
                unions.add(place);
            }
            if ((node.path("enum").isArray() || node.has("const")) && !node.has("type")) {
                untyped.add(place);
            }
        });

        assertThat(unions).isEmpty();
        assertThat(untyped).isEmpty();
    }

    @Test
    void everyExample_isValid() {
        List<Example> all = new ArrayList<>();
        forEachBody((place, media) -> all.addAll(examples(place, media)));
        parameters().stream()
                .filter(parameter -> parameter.node().has("example"))
                .forEach(parameter -> all.add(new Example(
                        parameter.name(),
                        parameter.node().path("schema"),
                        parameter.node().path("example"))));
        Map<String, String> invalid = new TreeMap<>();
        for (Example example : all) {
            OutputUnit result = validator(example.schema())
                    .validate(new JsonObject("{\"it\":%s}".formatted(example.value())).getValue("it"));
            if (!Boolean.TRUE.equals(result.getValid())) {
                invalid.put(example.place(), result.getErrors() + " " + example.value());
            }
        }

        assertThat(all).hasSizeGreaterThan(100);
        assertThat(invalid).isEmpty();
    }

    /// Without unknown keys: an example shows what a reader may rely on.
    @Test
    void everySchemaOfAnObject_listsItsKeys() {
        List<String> open = new ArrayList<>();
        walk("", CONTRACT.at("/components/schemas"), (place, node) -> {
            JsonNode type = node.path("type");
            boolean isForm = place.contains("Form");
            if (type.isString()
                    && type.asString().equals("object")
                    && !isForm
                    && (!node.has("properties")
                            || node.path("additionalProperties").asBoolean(true))) {
                open.add(place);
            }
        });

        assertThat(open).isEmpty();
    }

    private static boolean isNumeric(JsonNode schema) {
        JsonNode type = schema.path("type");
        String first = type.isArray() ? type.path(0).asString() : type.asString();
        return first.equals("integer") || first.equals("number");
    }

    private static boolean isBlank(JsonNode node, String key) {
        return node.path(key).asString("").isBlank();
    }

    private static Set<String> codes(String text) {
        Set<String> codes = new HashSet<>();
        for (ProblemCode code : ProblemCode.values()) {
            if (Pattern.compile("\\b" + code.name() + "\\b").matcher(text).find()) {
                codes.add(code.name());
            }
        }
        return codes;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? CONTRACT.at(node.get("$ref").asString().substring(1)) : node;
    }

    private static List<Place> operations() {
        List<Place> operations = new ArrayList<>();
        CONTRACT.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new Place(method.getKey() + " " + path.getKey(), method.getValue()));
                    }
                }));
        return operations;
    }

    private static List<Place> parameters() {
        List<Place> parameters = new ArrayList<>();
        for (Place operation : operations()) {
            for (JsonNode parameter : operation.node().path("parameters")) {
                JsonNode resolved = resolved(parameter);
                parameters.add(
                        new Place(operation.name() + " " + resolved.path("name").asString(), resolved));
            }
        }
        return parameters;
    }

    /// The properties of all schemas, at any depth.
    private static List<Place> properties() {
        List<Place> properties = new ArrayList<>();
        walk(
                "",
                CONTRACT.at("/components/schemas"),
                (place, node) -> node.path("properties")
                        .properties()
                        .forEach(property ->
                                properties.add(new Place(place + "." + property.getKey(), property.getValue()))));
        return properties;
    }

    /// Every media type of every request and response, under a name that ends with the type.
    private static void forEachBody(BiConsumer<String, JsonNode> visitor) {
        for (Place operation : operations()) {
            operation
                    .node()
                    .at("/requestBody/content")
                    .properties()
                    .forEach(
                            media -> visitor.accept(operation.name() + " request " + media.getKey(), media.getValue()));
            operation
                    .node()
                    .path("responses")
                    .properties()
                    .forEach(response -> resolved(response.getValue())
                            .path("content")
                            .properties()
                            .forEach(media -> visitor.accept(
                                    operation.name() + " " + response.getKey() + " " + media.getKey(),
                                    media.getValue())));
        }
    }

    private static List<Example> examples(String place, JsonNode media) {
        List<Example> examples = new ArrayList<>();
        if (media.has("example")) {
            examples.add(new Example(place, media.path("schema"), media.get("example")));
        }
        media.path("examples")
                .properties()
                .forEach(example -> examples.add(new Example(
                        place + " " + example.getKey(),
                        media.path("schema"),
                        resolved(example.getValue()).path("value"))));
        return examples;
    }

    /// Visits every object of a tree but examples, whose keys are not the contract's.
    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(place, node);
            node.properties().forEach(entry -> {
                if (!entry.getKey().equals("example") && !entry.getKey().equals("examples")) {
                    walk(place + "/" + entry.getKey(), entry.getValue(), visitor);
                }
            });
        } else {
            for (int i = 0; i < node.size(); i++) {
                walk(place + "/" + i, node.get(i), visitor);
            }
        }
    }

    private static Validator validator(JsonNode schema) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("$defs", CONTRACT.at("/components/schemas"));
        whole.set("allOf", JsonNodeFactory.instance.arrayNode().add(schema));
        // Without int64: the validator refuses null where an integer has this format.
        JsonObject json =
                new JsonObject(whole.toString().replace(SCHEMAS, DEFINITIONS).replace(",\"format\":\"int64\"", ""));
        return Validator.create(
                JsonSchema.of(json),
                new JsonSchemaOptions()
                        .setDraft(DRAFT202012)
                        .setBaseUri("https://likeness/")
                        .setOutputFormat(OutputFormat.Basic));
    }
}
