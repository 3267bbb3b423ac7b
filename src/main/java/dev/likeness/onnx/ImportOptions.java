package dev.likeness.onnx;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a model is imported.
///
/// @param id what the model is to be called, 1 to 64 of lower-case letters, digits, `-`, `_` and `.`; absent
///     means the file's name, fitted to these rules
/// @param precision how the weights of a checkpoint are held
/// @param replace whether files of the same names may be overwritten
public record ImportOptions(Optional<String> id, WeightPrecision precision, boolean replace) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public ImportOptions {
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a model's id must be 1 to 64 lower-case letters, digits, '-', '_' and '.', a letter or digit first, got: \"%s\""
                            .formatted(PickleReader.printable(id.get())));
        }
    }

    /// The file's own name, float32, nothing overwritten.
    public static ImportOptions defaults() {
        return new ImportOptions(Optional.empty(), WeightPrecision.FLOAT32, false);
    }
}
