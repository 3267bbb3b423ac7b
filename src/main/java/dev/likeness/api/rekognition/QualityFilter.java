package dev.likeness.api.rekognition;

import org.jspecify.annotations.Nullable;

/// AWS's `QualityFilter` on Likeness's quality, 0 to 100, which is that of the embedding's magnitude.
///
/// @param minQuality minimum quality of an accepted face
record QualityFilter(int minQuality) {
    private static final int LOW = 10;
    private static final int MEDIUM = 30;
    private static final int HIGH = 50;

    /// @param standard the default
    /// @throws AwsException `InvalidParameterException`
    static QualityFilter parse(@Nullable String filter, String standard) {
        return new QualityFilter(
                switch (filter == null ? standard : filter) {
                    case "NONE" -> 0;
                    case "AUTO", "LOW" -> LOW;
                    case "MEDIUM" -> MEDIUM;
                    case "HIGH" -> HIGH;
                    default -> throw AwsException.invalid("QualityFilter must be NONE, AUTO, LOW, MEDIUM or HIGH");
                });
    }

    boolean accepts(int quality) {
        return quality >= minQuality;
    }
}
