package dev.likeness.scoring;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// What cosines and magnitudes are said to mean.
///
/// @param file a calibration's path, which then serves every gallery; or [#AUTO]: the gallery's own if it has
///     one, else the built-in one of its model
/// @param operatingPoint how many false matches the decisions may bring
public record CalibrationOptions(String file, OperatingPoint operatingPoint) {
    /// No file was named.
    public static final String AUTO = "auto";

    /// @throws LikenessException `INVALID_ARGUMENT` if `file` is blank
    public CalibrationOptions {
        if (file.isBlank()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "file must be a path or " + AUTO + ", got: \"\"");
        }
    }

    public static CalibrationOptions defaults() {
        return new CalibrationOptions(AUTO, OperatingPoint.BALANCED);
    }
}
