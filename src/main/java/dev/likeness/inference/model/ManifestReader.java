package dev.likeness.inference.model;

import dev.likeness.inference.model.ModelInput.Size;
import dev.likeness.support.TextLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads one manifest and collects all problems in it, each as `file: key rule, got: value`. A value that
/// violates its rule is replaced by a valid one so that reading can continue. The result is valid only if
/// [#problems] is empty.
///
/// `config/manifest.yaml` documents every key. A test reads that file.
final class ManifestReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FRACTION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*/\\s*(\\d+(?:\\.\\d+)?)");
    private static final int MAX_SIDE = 4096;
    private static final int MIN_CLOSE_UP = 16;
    private static final int MAX_CLOSE_UP = 512;
    private static final int MAX_DIMENSION = 4096;
    private static final int CHANNELS = 3;

    /// Numbers of SCRFD's levels: 3 for strides up to 32, 5 for strides up to 128.
    private static final Set<Integer> SCRFD_LEVELS = Set.of(3, 5);

    /// A mapping without any of these keys is not a manifest.
    private static final Set<String> KNOWN_KEYS = Set.of("id", "role", "file", "sha256", "input", "output");

    private final String origin;
    private final List<String> problems = new ArrayList<>();

    /// Creates a reader of one manifest.
    ///
    /// @param origin name of the file in messages
    ManifestReader(String origin) {
        this.origin = origin;
    }

    List<String> problems() {
        return problems;
    }

    /// Reads the manifest. The result is empty if the text has problems, or if it is another file such as a
    /// training configuration, which may be in the same folder.
    Optional<ModelManifest> read(String yaml) {
        JsonNode root;
        try {
            root = TextLimits.yaml().readTree(yaml);
        } catch (JacksonException e) {
            String problem = TextLimits.problem(e);
            problems.add(
                    "%s: must be YAML, got%s %s".formatted(origin, problem.startsWith("line ") ? " at" : ":", problem));
            return Optional.empty();
        }
        if (!root.isObject()) {
            problems.add("%s: must be a mapping of keys to values, got: %s".formatted(origin, quoted(root)));
            return Optional.empty();
        }
        if (KNOWN_KEYS.stream().noneMatch(root::has)) {
            return Optional.empty();
        }
        Optional<ModelManifest> manifest = manifest(new Section("", root));
        return problems.isEmpty() ? manifest : Optional.empty();
    }

    /// Reads the top level. The result is empty if the role is unknown, because the rules for input and
    /// output depend on it.
    private Optional<ModelManifest> manifest(Section root) {
        String id = root.text("id", "must be lower-case letters, digits, '-', '_' and '.', 64 at most", matches(ID));
        Optional<ModelRole> role = root.oneOf("role", ModelRole.values());
        String file = root.text(
                "file", "must be the name of an .onnx file, without a directory", ManifestReader::isPlainOnnxName);
        Optional<String> sha256 =
                root.optional("sha256", key -> root.text(key, "must be 64 lower-case hex digits", matches(SHA256)));
        Section input = root.section("input");
        Section output = root.section("output");
        String licence = root.text("licence", "must not be blank", text -> !text.isBlank());
        String source = root.text("source", "must not be blank", text -> !text.isBlank());
        root.rejectUnknownKeys();
        return role.map(knownRole -> {
            ModelInput modelInput = input(input, knownRole);
            ModelOutput modelOutput = output(output, knownRole);
            if (modelOutput instanceof ModelOutput.Faces faces) {
                checkSides(input, modelInput.size(), faces.strides().getLast());
                checkCloseUp(output, faces, modelInput.size());
            }
            return new ModelManifest(id, knownRole, file, sha256, modelInput, modelOutput, licence, source);
        });
    }

    /// Checks that a close-up, which is twice as long as the face in it, fits the model's input.
    private static void checkCloseUp(Section output, ModelOutput.Faces faces, Size size) {
        if (size instanceof Size.Fixed(int width, int height)
                && 2 * faces.closeUp().orElse(0) > Math.min(width, height)) {
            output.problem("closeUp", "must be at most half the input's shorter side");
        }
    }

    /// Checks that cells of the coarsest stride cover a detector's input exactly.
    private static void checkSides(Section input, Size size, int coarsest) {
        Map<String, Integer> sides = switch (size) {
            case Size.Any(int multiple) -> Map.of("multiple", multiple);
            case Size.Fixed(int width, int height) -> new TreeMap<>(Map.of("width", width, "height", height));
        };
        sides.forEach((key, side) -> {
            if (side % coarsest != 0 && side > 1) {
                input.problem(key, "must be a multiple of %d, the detector's coarsest stride".formatted(coarsest));
            }
        });
    }

    private static ModelInput input(Section section, ModelRole role) {
        Optional<String> name = section.optional("name", section::name);
        Size size = switch (role) {
            case DETECTOR ->
                section.has("width") || section.has("height")
                        ? fixed(section)
                        : new Size.Any(section.integer("multiple", 1, MAX_SIDE));
            case EMBEDDER -> fixed(section);
        };
        ChannelOrder channels = section.oneOf("channels", ChannelOrder.values()).orElse(ChannelOrder.RGB);
        float scale = section.number("scale", "must be positive, as a number or a fraction such as 1/255", n -> n > 0);
        List<Float> mean = section.optional("mean", key -> section.triple(key, "must be three numbers", _ -> true))
                .orElse(List.of(0f, 0f, 0f));
        List<Float> std = section.optional(
                        "std", key -> section.triple(key, "must be three positive numbers", n -> n > 0))
                .orElse(List.of(1f, 1f, 1f));
        section.rejectUnknownKeys();
        return new ModelInput(name, size, channels, scale, mean, std);
    }

    private static Size fixed(Section section) {
        return new Size.Fixed(section.integer("width", 1, MAX_SIDE), section.integer("height", 1, MAX_SIDE));
    }

    private static ModelOutput output(Section section, ModelRole role) {
        return switch (role) {
            case DETECTOR -> faces(section);
            case EMBEDDER -> vector(section);
        };
    }

    private static ModelOutput faces(Section section) {
        String decoder = section.text(
                "decoder",
                "must be %s or %s".formatted(ModelOutput.YuNet.DECODER, ModelOutput.Scrfd.DECODER),
                Set.of(ModelOutput.YuNet.DECODER, ModelOutput.Scrfd.DECODER)::contains);
        Optional<Integer> closeUp =
                section.optional("closeUp", key -> section.integer(key, MIN_CLOSE_UP, MAX_CLOSE_UP));
        ModelOutput output =
                decoder.equals(ModelOutput.Scrfd.DECODER) ? scrfd(section, closeUp) : new ModelOutput.YuNet(closeUp);
        section.rejectUnknownKeys();
        return output;
    }

    private static ModelOutput scrfd(Section section, Optional<Integer> closeUp) {
        List<String> scores = section.names("scores", SCRFD_LEVELS::contains, "must be 3 or 5 names of tensors");
        int levels = scores.size();
        String rule = "must be %d names of tensors, as many as scores".formatted(levels);
        return new ModelOutput.Scrfd(
                scores,
                section.names("boxes", count -> count == levels, rule),
                section.names("points", count -> count == levels, rule),
                closeUp);
    }

    private static ModelOutput vector(Section section) {
        Optional<String> name = section.optional("name", section::name);
        int dimension = section.integer("dimension", 1, MAX_DIMENSION);
        boolean normalised = section.bool("normalised");
        Optional<ModelOutput.Range> magnitudes = section.optional("magnitudes", section::range);
        section.rejectUnknownKeys();
        return new ModelOutput.Vector(name, dimension, normalised, magnitudes);
    }

    private static Predicate<String> matches(Pattern pattern) {
        return text -> pattern.matcher(text).matches();
    }

    private static boolean isPlainOnnxName(String name) {
        return name.endsWith(".onnx") && name.indexOf('/') < 0 && name.indexOf('\\') < 0 && name.indexOf('\0') < 0;
    }

    private static String quoted(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.isString() ? node.stringValue() : node.toString();
    }

    /// One mapping of the manifest. It records which keys were read, so that unknown keys can be rejected.
    private final class Section {
        private final String prefix;
        private final JsonNode node;
        private final Set<String> usedKeys = new TreeSet<>();

        Section(String prefix, JsonNode node) {
            this.prefix = prefix;
            this.node = node;
        }

        private JsonNode value(String key) {
            usedKeys.add(key);
            return node.path(key);
        }

        private void problem(String key, String rule) {
            problems.add("%s: %s%s %s, got: %s".formatted(origin, prefix, key, rule, quoted(value(key))));
        }

        <T> Optional<T> optional(String key, Function<String, T> reader) {
            return value(key).isMissingNode() ? Optional.empty() : Optional.of(reader.apply(key));
        }

        Section section(String key) {
            JsonNode child = value(key);
            if (!child.isObject()) {
                problem(key, "must be a mapping of keys to values");
            }
            return new Section(key + ".", child);
        }

        String text(String key, String rule, Predicate<String> holds) {
            JsonNode child = value(key);
            if (child.isString() && holds.test(child.stringValue())) {
                return child.stringValue();
            }
            // YAML parses a hash or an id of digits as a number. The message has to say that quotes are
            // missing.
            problem(key, child.isNumber() ? rule + " (in quotes)" : rule);
            return "";
        }

        String name(String key) {
            return text(key, "must be the name of a tensor", text -> !text.isBlank());
        }

        /// A list of names, finest stride first.
        List<String> names(String key, Predicate<Integer> count, String rule) {
            JsonNode list = value(key);
            List<String> names = list.isArray()
                    ? list.valueStream()
                            .filter(JsonNode::isString)
                            .map(JsonNode::stringValue)
                            .filter(text -> !text.isBlank())
                            .toList()
                    : List.of();
            if (names.size() != list.size() || !count.test(names.size())) {
                problem(
                        key,
                        list.isArray() && list.valueStream().anyMatch(JsonNode::isNumber)
                                ? rule + " (in quotes)"
                                : rule);
                return Collections.nCopies(3, "");
            }
            return names;
        }

        boolean has(String key) {
            return !node.path(key).isMissingNode();
        }

        <E extends Enum<E>> Optional<E> oneOf(String key, E[] choices) {
            JsonNode child = value(key);
            Optional<E> chosen = Arrays.stream(choices)
                    .filter(choice -> child.isString() && choice.toString().equals(child.stringValue()))
                    .findFirst();
            if (chosen.isEmpty()) {
                problem(
                        key,
                        "must be "
                                + Arrays.stream(choices).map(Object::toString).collect(Collectors.joining(" or ")));
            }
            return chosen;
        }

        int integer(String key, int min, int max) {
            JsonNode child = value(key);
            if (child.isIntegralNumber() && child.canConvertToInt()) {
                int number = child.intValue();
                if (number >= min && number <= max) {
                    return number;
                }
            }
            problem(key, "must be a whole number between %d and %d".formatted(min, max));
            return min;
        }

        boolean bool(String key) {
            JsonNode child = value(key);
            if (!child.isBoolean()) {
                problem(key, "must be true or false");
                return false;
            }
            return child.booleanValue();
        }

        float number(String key, String rule, Predicate<Float> holds) {
            Optional<Float> number = number(value(key)).filter(holds);
            if (number.isEmpty()) {
                problem(key, rule);
            }
            return number.orElse(1f);
        }

        List<Float> triple(String key, String rule, Predicate<Float> holds) {
            List<Float> numbers = numbers(value(key));
            if (numbers.size() != CHANNELS || !numbers.stream().allMatch(holds)) {
                problem(key, rule);
                return List.of(1f, 1f, 1f);
            }
            return numbers;
        }

        ModelOutput.Range range(String key) {
            List<Float> numbers = numbers(value(key));
            if (numbers.size() != 2 || !(0 <= numbers.get(0) && numbers.get(0) < numbers.get(1))) {
                problem(key, "must be two numbers, the lower first");
                return new ModelOutput.Range(0, 1);
            }
            return new ModelOutput.Range(numbers.get(0), numbers.get(1));
        }

        /// The numbers of a list; empty if the list contains anything else.
        private List<Float> numbers(JsonNode list) {
            List<Optional<Float>> numbers =
                    list.isArray() ? list.valueStream().map(this::number).toList() : List.of();
            return numbers.stream().allMatch(Optional::isPresent)
                    ? numbers.stream().map(Optional::orElseThrow).toList()
                    : List.of();
        }

        private Optional<Float> number(JsonNode value) {
            double number = Double.NaN;
            if (value.isNumber()) {
                number = value.doubleValue();
            } else if (value.isString()) {
                Matcher fraction = FRACTION.matcher(value.stringValue());
                if (fraction.matches()) {
                    number = new BigDecimal(fraction.group(1)).doubleValue()
                            / new BigDecimal(fraction.group(2)).doubleValue();
                }
            }
            float single = (float) number;
            return Float.isFinite(single) ? Optional.of(single) : Optional.empty();
        }

        void rejectUnknownKeys() {
            if (!node.isObject()) {
                return;
            }
            node.propertyNames().stream()
                    .filter(key -> !usedKeys.contains(key))
                    .forEach(key -> problems.add("%s: %s%s is not a key of a manifest, known here: %s"
                            .formatted(origin, prefix, key, String.join(", ", usedKeys))));
        }
    }
}
