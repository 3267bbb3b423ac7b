package dev.likeness.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The content of the manifest that is written beside an imported model.
///
/// @param id name of the model for users and galleries: lower-case letters, digits, `-`, `_` and `.`
/// @param file name of the `.onnx` file, without a directory
/// @param sha256 hash of that file, 64 hex digits
/// @param input the input tensor
/// @param output the output tensors, which also determine the model's role
/// @param licence licence of the weights
/// @param source origin of the weights
public record ModelDescription(
        String id, String file, String sha256, Input input, Output output, String licence, String source) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
    private static final Pattern NOT_TEXT = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private static final List<Float> NO_MEAN = List.of(0f, 0f, 0f);
    private static final List<Float> NO_STD = List.of(1f, 1f, 1f);

    /// The input tensor of a model: `float[n, 3, height, width]`. Each value is `(byte · scale − mean) /
    /// std`.
    ///
    /// @param name name of the tensor in the graph
    /// @param size required size of the image
    /// @param channels `RGB` or `BGR`
    /// @param scale factor on the byte 0–255: a number or a fraction such as `1/255`
    /// @param mean three numbers in the order of `channels`, subtracted after scaling
    /// @param std three positive numbers in the order of `channels`, divided by after subtraction
    public record Input(String name, Size size, String channels, String scale, List<Float> mean, List<Float> std) {
        public Input {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
        }

        /// Creates an input with the same mean and divisor for each channel.
        public Input(String name, Size size, String channels, String scale, float mean, float std) {
            this(name, size, channels, scale, List.of(mean, mean, mean), List.of(std, std, std));
        }

        /// The conversion of a byte as display text, such as `BGR, byte · 1/255`.
        public String formula() {
            return channels + ", " + scaling();
        }

        /// The conversion of a byte as display text, without the order of the channels.
        public String scaling() {
            String scaled = scale.equals("1") ? "byte" : "byte · " + scale;
            return isPlain() ? scaled : "(%s − %s) / %s".formatted(scaled, joined(mean), joined(std));
        }

        private boolean isPlain() {
            return mean.equals(NO_MEAN) && std.equals(NO_STD);
        }

        private static String joined(List<Float> values) {
            return (Set.copyOf(values).size() == 1 ? values.getFirst() : values).toString();
        }
    }

    /// The required size of an image, in pixels.
    public sealed interface Size {
        record Fixed(int width, int height) implements Size {}

        /// Any size whose sides are multiples of `multiple`.
        record Any(int multiple) implements Size {}
    }

    /// The purpose of a model.
    public enum Role {
        /// Embeds an aligned face as a vector.
        EMBEDDER,
        /// Detects faces in an image with their five landmarks.
        DETECTOR
    }

    /// The output tensors of a model.
    public sealed interface Output {
        /// The role of a model with this output.
        default Role role() {
            return switch (this) {
                case Vector _ -> Role.EMBEDDER;
                case YuNet _, Scrfd _ -> Role.DETECTOR;
            };
        }

        /// One vector per face, not normalised: `float[n, dimension]`.
        ///
        /// @param name name of the tensor in the graph
        /// @param dimension number of components of the vector
        /// @param magnitudes range of the norms of real faces, if the training defines it
        record Vector(String name, int dimension, Optional<Range> magnitudes) implements Output {}

        /// The tensors of YuNet, which have fixed names: `cls_8`, `obj_8`, `bbox_8`, `kps_8` and the same at
        /// strides 16 and 32 (Wu, Peng, Yu, *YuNet*, Machine Intelligence Research 2023).
        ///
        /// @param closeUp longer side in pixels of a face in the close-up that its landmarks are taken from;
        ///     empty for no close-up
        record YuNet(Optional<Integer> closeUp) implements Output {
            public static final List<String> TENSORS = Stream.of("cls_", "obj_", "bbox_", "kps_")
                    .flatMap(name -> Stream.of(8, 16, 32).map(stride -> name + stride))
                    .toList();
        }

        /// The tensors of SCRFD with five landmarks, finest stride first: nine for strides 8, 16 and 32, or
        /// fifteen up to stride 128 (Guo, Deng, Lattas, Zafeiriou, *Sample and Computation Redistribution for
        /// Efficient Face Detection*, ICLR 2022). The number of anchors per cell follows from the number of
        /// rows when the model runs.
        ///
        /// @param scores names of the score tensors, one number per anchor
        /// @param boxes names of the tensors of distances to the box's sides, four per anchor
        /// @param points names of the landmark tensors, ten numbers per anchor
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
        line(yaml, "role", output.role().name().toLowerCase(Locale.ROOT));
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
        if (!input.isPlain()) {
            line(yaml, "  mean", input.mean.toString());
            line(yaml, "  std", input.std.toString());
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
            case Output.YuNet yunet -> {
                line(yaml, "  decoder", "yunet");
                yunet.closeUp.ifPresent(side -> line(yaml, "  closeUp", Integer.toString(side)));
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

    private static String names(List<String> names) {
        return names.stream().map(ModelDescription::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A YAML scalar that is read back as this text: plain if YAML gives it no other meaning, else in double
    /// quotes.
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
