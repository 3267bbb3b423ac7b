package dev.likeness.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// All one must know to run a model file, as the manifest beside it says it.
///
/// @param id what users and galleries call the model: lower-case letters, digits, `-`, `_` and `.`
/// @param file name of the `.onnx` file, without a directory
/// @param sha256 of that file, 64 hex digits
/// @param input what to feed
/// @param output how to read the answer; it tells the model's role as well
/// @param licence under which the weights may be used
/// @param source where the weights come from
public record ModelDescription(
        String id, String file, String sha256, Input input, Output output, String licence, String source) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
    private static final Pattern NOT_TEXT = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    /// The tensor a model takes, `float[n, 3, height, width]`: each value is `(byte · scale − mean) / std`.
    ///
    /// @param name the tensor's name in the graph
    /// @param size of the image
    /// @param channels `RGB` or `BGR`
    /// @param scale factor on the byte 0–255: a number or a fraction such as `1/255`
    /// @param mean subtracted after scaling, the same for each channel
    /// @param std divided by last, the same for each channel
    public record Input(String name, Size size, String channels, String scale, float mean, float std) {}

    /// How large an image has to be, in pixels.
    public sealed interface Size {
        record Fixed(int width, int height) implements Size {}

        /// Any size whose sides are multiples of `multiple`.
        record Any(int multiple) implements Size {}
    }

    /// What a model answers.
    public sealed interface Output {
        /// One vector a face, not normalised: `float[n, dimension]`.
        ///
        /// @param name the tensor's name in the graph
        /// @param magnitudes where the norms of real faces lie, if the training says so
        record Vector(String name, int dimension, Optional<Range> magnitudes) implements Output {}

        /// The nine tensors of SCRFD with five points, for strides 8, 16 and 32 in this order, two anchors a cell
        /// (Guo, Deng, Lattas, Zafeiriou, *Sample and Computation Redistribution for Efficient Face Detection*,
        /// ICLR 2022).
        ///
        /// @param scores names of the tensors of scores, one number an anchor
        /// @param boxes names of the tensors of distances to the box's sides, four an anchor
        /// @param points names of the tensors of points, ten an anchor
        record Scrfd(List<String> scores, List<String> boxes, List<String> points) implements Output {
            public Scrfd {
                scores = List.copyOf(scores);
                boxes = List.copyOf(boxes);
                points = List.copyOf(points);
            }
        }
    }

    /// A range of magnitudes, `low < high`.
    public record Range(int low, int high) {}

    /// The manifest, in YAML.
    public String toYaml() {
        StringBuilder yaml = new StringBuilder();
        line(yaml, "id", text(id));
        line(
                yaml,
                "role",
                switch (output) {
                    case Output.Vector _ -> "embedder";
                    case Output.Scrfd _ -> "detector";
                });
        line(yaml, "file", text(file));
        line(yaml, "sha256", quoted(sha256));
        yaml.append("input:\n");
        line(yaml, "  name", text(input.name));
        switch (input.size) {
            case Size.Fixed(int width, int height) -> {
                line(yaml, "  width", Integer.toString(width));
                line(yaml, "  height", Integer.toString(height));
            }
            case Size.Any(int multiple) -> line(yaml, "  multiple", Integer.toString(multiple));
        }
        line(yaml, "  channels", input.channels);
        line(yaml, "  scale", input.scale);
        if (input.mean != 0 || input.std != 1) {
            line(yaml, "  mean", forEachChannel(input.mean));
            line(yaml, "  std", forEachChannel(input.std));
        }
        yaml.append("output:\n");
        switch (output) {
            case Output.Vector vector -> {
                line(yaml, "  name", text(vector.name));
                line(yaml, "  dimension", Integer.toString(vector.dimension));
                line(yaml, "  normalised", "false");
                vector.magnitudes.ifPresent(
                        range -> line(yaml, "  magnitudes", "[%d, %d]".formatted(range.low, range.high)));
            }
            case Output.Scrfd scrfd -> {
                line(yaml, "  decoder", "scrfd");
                line(yaml, "  scores", names(scrfd.scores));
                line(yaml, "  boxes", names(scrfd.boxes));
                line(yaml, "  points", names(scrfd.points));
            }
        }
        line(yaml, "licence", text(licence));
        line(yaml, "source", text(source));
        return yaml.toString();
    }

    private static void line(StringBuilder yaml, String key, String value) {
        yaml.append(key).append(": ").append(value).append('\n');
    }

    private static String forEachChannel(float value) {
        return "[%1$s, %1$s, %1$s]".formatted(Float.toString(value));
    }

    private static String names(List<String> names) {
        return names.stream().map(ModelDescription::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A text as YAML reads it back: plain where nothing in it has a meaning of its own, else in double quotes.
    private static String text(String value) {
        if (PLAIN.matcher(value).matches() && !NOT_TEXT.matcher(value).matches()) {
            return value;
        }
        return quoted(value);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').appendCodePoint(character);
            } else if (Character.isISOControl(character)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                quoted.appendCodePoint(character);
            }
        });
        return quoted.append('"').toString();
    }
}
