package dev.likeness.support;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The limits of every JSON and YAML text that Likeness reads from a file: how long and how deep it may be.
/// Without them, a small file could keep a command busy or exhaust the stack. Requests over HTTP have limits of
/// their own.
public final class TextLimits {
    /// The most bytes of a configuration, a manifest, a calibration or a file of keys: 8 MiB. The longest that
    /// Likeness writes is a calibration with the face space of 1024 dimensions, about 6 MB.
    public static final int MAX_BYTES = 8 << 20;

    /// The most bytes of a YAML file, which people write: 256 KiB.
    public static final int MAX_YAML_BYTES = 256 << 10;

    /// The most levels of lists and objects.
    public static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_NAME_LENGTH = 50_000;

    private static final JsonMapper JSON = StrictTypes.of(JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(constraints()).build()))
            .build();

    private static final YAMLMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().streamReadConstraints(constraints()).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private TextLimits() {}

    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(MAX_NAME_LENGTH)
                .maxStringLength(RegularFile.MAX_TEXT_BYTES)
                .build();
    }

    /// A reader of JSON with these limits, except for the length, and with [StrictTypes].
    public static JsonMapper json() {
        return JSON;
    }

    /// A reader of YAML with these limits, except for the length. A key that is there twice is an error.
    public static YAMLMapper yaml() {
        return YAML;
    }

    /// What is wrong with a text, with its line if that is known.
    public static String problem(JacksonException failure) {
        @Nullable TokenStreamLocation place = failure.getLocation();
        String message =
                String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("");
        return place == null || place.getLineNr() < 1 ? message : "line %d: %s".formatted(place.getLineNr(), message);
    }
}
