package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The file of a [Calibration], in the JSON form of [CalibrationReader] and [CalibrationWriter].
final class CalibrationFile {
    private CalibrationFile() {}

    static Calibration read(Path file) {
        try {
            return CalibrationReader.parse(RegularFile.readString(file, TextLimits.MAX_BYTES), file.toString());
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "calibration file must exist, got: " + file, e);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "calibration file must be readable, got: %s: %s".formatted(file, RegularFile.reason(e)),
                    e);
        }
    }

    static void write(Calibration calibration, Path file) {
        try {
            AtomicFile.write(file, CalibrationWriter.json(calibration).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "calibration file must be writable, got: " + file, e);
        }
    }
}
