package dev.likeness.training;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A training's options as texts.
final class Parameters {
    private Parameters() {}

    /// Every value by its key, `section.name`, in the order of the file.
    ///
    /// @param training a record of sections, each a record of options
    static Map<String, String> of(Record training) {
        Map<String, String> values = new LinkedHashMap<>();
        for (RecordComponent section : training.getClass().getRecordComponents()) {
            Object options = value(training, section);
            for (RecordComponent option : section.getType().getRecordComponents()) {
                values.put(section.getName() + "." + option.getName(), text(value(options, option)));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private static Object value(Object owner, RecordComponent component) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("options records are public: " + component, e);
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Object::toString).orElse("none");
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            default -> value.toString();
        };
    }
}
