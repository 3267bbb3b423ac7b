package dev.likeness.api.rekognition;

import dev.likeness.engine.contents.NewPhoto;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A caller's id of an image. It is stored as one of the photo's paths.
final class ExternalImageId {
    private static final Pattern RULE = Pattern.compile("[a-zA-Z0-9_.\\-:]{1,255}");

    private ExternalImageId() {}

    /// The path that stores an id.
    ///
    /// @throws AwsException `InvalidParameterException` if the id is invalid
    static String name(@Nullable String id) {
        if (id == null) {
            return NewPhoto.UPLOAD + "image";
        }
        if (!RULE.matcher(id).matches()) {
            throw AwsException.invalid(
                    "ExternalImageId must have 1 to 255 letters, digits, underscores, dots, hyphens or colons");
        }
        return NewPhoto.LABEL + id;
    }

    /// The id of a photo with these paths: the caller's id, otherwise the name of its file, if there is one.
    static @Nullable String of(List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(NewPhoto.LABEL))
                .map(name -> name.substring(NewPhoto.LABEL.length()))
                .findFirst()
                .orElseGet(() -> names.stream()
                        .filter(name -> !name.startsWith(NewPhoto.UPLOAD))
                        .map(name -> name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
                        .findFirst()
                        .orElse(null));
    }
}
