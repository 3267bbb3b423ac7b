package dev.likeness.scoring;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Options for the calibration and the decisions.
///
/// @param file path of a calibration for every gallery; or [#AUTO]: the gallery's own if it has one, else the
///     built-in one of its model
/// @param operatingPoint how many false matches the decisions accept
public record CalibrationOptions(String file, OperatingPoint operatingPoint) {
    /// Value for automatic selection.
    public static final String AUTO = "auto";

    /// Checks the file.
    ///
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
