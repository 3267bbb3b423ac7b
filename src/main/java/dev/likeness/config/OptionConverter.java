package dev.likeness.config;

import dev.likeness.config.Setting.InvalidValueException;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.runtime.Device;
import dev.likeness.support.Keywords;
import java.io.File;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns what stands in a file, the environment or a flag into the type of an options record's component.
/// Durations and sizes carry their unit; a component whose name ends in `Bytes` is a size, and its key lacks the
/// ending.
final class OptionConverter {
    private static final String BYTES = "Bytes";
    private static final Pattern QUANTITY = Pattern.compile("(\\d+)\\s*([a-zA-Z]+)");
    private static final Map<String, Duration> DURATION_UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));
    private static final Map<String, Long> SIZE_UNITS =
            Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);

    private OptionConverter() {}

    /// The key under which a component stands in the file.
    static String key(RecordComponent component) {
        String name = component.getName();
        return isSize(component) ? name.substring(0, name.length() - BYTES.length()) : name;
    }

    private static boolean isSize(RecordComponent component) {
        return component.getType() == long.class && component.getName().endsWith(BYTES);
    }

    static Object convert(RecordComponent component, Setting setting) {
        Class<?> type = component.getType();
        if (isSize(component)) {
            return size(setting);
        }
        if (type == int.class) {
            return Math.toIntExact(integer(setting, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class) {
            return integer(setting, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == float.class) {
            return (float) number(setting);
        }
        if (type == double.class) {
            return number(setting);
        }
        if (type == boolean.class) {
            return bool(setting);
        }
        if (type == String.class) {
            return setting.text("text");
        }
        if (type == Duration.class) {
            return duration(setting);
        }
        if (type == Path.class) {
            return path(setting.text("a path"));
        }
        if (type == Optional.class) {
            String text = setting.text("a path or none");
            return text.equals("none") ? Optional.empty() : Optional.of(path(text));
        }
        if (type == List.class) {
            return switch (elementType(component)) {
                case Class<?> element when element == Integer.class -> integers(setting);
                case Class<?> element when element == String.class -> strings(setting);
                default -> paths(setting);
            };
        }
        if (type == Device.class) {
            return device(setting);
        }
        if (type.isEnum()) {
            return enumConstant(type, setting);
        }
        throw new AssertionError("no conversion for " + component);
    }

    private static long integer(Setting setting, long min, long max) {
        String text = setting.text("a whole number").replace("_", "");
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // falls through to the one message
        }
        throw new InvalidValueException("must be a whole number", setting.value());
    }

    private static double number(Setting setting) {
        try {
            double value = Double.parseDouble(setting.text("a number"));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // falls through to the one message
        }
        throw new InvalidValueException("must be a number", setting.value());
    }

    private static boolean bool(Setting setting) {
        return switch (setting.text("true or false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValueException("must be true or false", setting.value());
        };
    }

    private static Duration duration(Setting setting) {
        String rule = "must be a duration with its unit (ms, s, m, h), e.g. 30s";
        Matcher matcher = QUANTITY.matcher(setting.text(rule));
        Duration unit = matcher.matches() ? DURATION_UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new InvalidValueException(rule, setting.value());
        }
        return unit.multipliedBy(amount(matcher, rule, setting));
    }

    private static long size(Setting setting) {
        String rule = "must be a size with its unit (B, KB, MB, GB, TB), e.g. 512MB";
        Matcher matcher = QUANTITY.matcher(setting.text(rule));
        Long unit = matcher.matches() ? SIZE_UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new InvalidValueException(rule, setting.value());
        }
        try {
            return Math.multiplyExact(unit, amount(matcher, rule, setting));
        } catch (ArithmeticException _) {
            throw new InvalidValueException(rule, setting.value());
        }
    }

    private static long amount(Matcher matcher, String rule, Setting setting) {
        try {
            return Long.parseLong(matcher.group(1));
        } catch (NumberFormatException _) {
            throw new InvalidValueException(rule, setting.value());
        }
    }

    private static Path path(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException _) {
            // falls through to the one message
        }
        throw new InvalidValueException("must be a path", text);
    }

    private static Class<?> elementType(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : Object.class;
    }

    /// A YAML list, or one text with commas between.
    private static List<String> strings(Setting setting) {
        List<?> texts = setting.value() instanceof List<?> list
                ? list
                : List.of(setting.text("a list of texts").split(","));
        return texts.stream()
                .map(text -> String.valueOf(text).strip())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<Integer> integers(Setting setting) {
        List<?> numbers = setting.value() instanceof List<?> list
                ? list
                : List.of(setting.text("a list of whole numbers").split(","));
        return numbers.stream()
                .map(number -> new Setting(String.valueOf(number).strip(), setting.origin()))
                .map(number -> Math.toIntExact(integer(number, Integer.MIN_VALUE, Integer.MAX_VALUE)))
                .toList();
    }

    /// A YAML list, or one text with the platform's path separator between the paths.
    private static List<Path> paths(Setting setting) {
        List<?> texts = setting.value() instanceof List<?> list
                ? list
                : List.of(setting.text("a list of paths").split(Pattern.quote(File.pathSeparator)));
        return texts.stream().map(text -> path(String.valueOf(text))).toList();
    }

    private static Device device(Setting setting) {
        try {
            return Device.parse(setting.text("a device"));
        } catch (LikenessException e) {
            throw new InvalidValueException(e);
        }
    }

    private static Object enumConstant(Class<?> type, Setting setting) {
        String text = setting.text("a word");
        return Keywords.find(type, text)
                .orElseThrow(
                        () -> new InvalidValueException(Keywords.rule(type), text + Keywords.suggestion(type, text)));
    }
}
