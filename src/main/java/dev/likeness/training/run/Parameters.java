package dev.likeness.training.run;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Renders the options of a training as text.
public final class Parameters {
    /// Keys of the run that may change when it is resumed, because the trained weights do not depend on them.
    private static final Set<String> CHANGEABLE_ON_RESUME = Set.of(
            "run.directory",
            "run.id",
            "run.device",
            "run.threads",
            "run.workers",
            "run.checkpointSteps",
            "run.precision",
            "run.licence");

    private Parameters() {}

    /// All values by their keys, `section.name`, in the order of the configuration file.
    ///
    /// @param training a record of sections, each a record of options
    public static Map<String, String> of(Record training) {
        Map<String, String> values = new LinkedHashMap<>();
        for (RecordComponent section : training.getClass().getRecordComponents()) {
            Object options = value(training, section);
            for (RecordComponent option : section.getType().getRecordComponents()) {
                values.put(section.getName() + "." + option.getName(), text(value(options, option)));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    /// The values of [#of] on which the trained weights depend.
    ///
    /// @param changeable further keys, besides those of the run, that a resumed run may change
    public static Map<String, String> learning(Record training, Set<String> changeable) {
        Map<String, String> values = new LinkedHashMap<>(of(training));
        values.keySet().removeAll(CHANGEABLE_ON_RESUME);
        values.keySet().removeAll(changeable);
        return values;
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
