package dev.likeness.cli.gallery;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads a picture named on the command line.
final class ProbeFile {
    private ProbeFile() {}

    /// @throws LikenessException `NOT_FOUND` if there is no such file, `IO_FAILED` if it cannot be read
    static byte[] read(Path image) {
        try {
            return RegularFile.readAllBytes(image, RegularFile.MAX_PHOTO_BYTES);
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "the picture must exist, got: " + image, e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the picture must be readable, got: " + image, e);
        }
    }
}
