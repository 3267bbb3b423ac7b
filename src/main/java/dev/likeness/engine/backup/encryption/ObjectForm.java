package dev.likeness.engine.backup.encryption;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// How the files of backups are stored: as they are, or encrypted.
public interface ObjectForm {
    /// The name of what has this hash, 32 bytes.
    byte[] name(byte[] sha256);

    /// Writes one file; closing it closes the stream.
    ///
    /// @param place of the file among the backups; it cannot be read as any other
    OutputStream writing(OutputStream stored, String place) throws IOException;

    /// Reads one file. Nothing is returned that was not written, and the end is the end that was written;
    /// otherwise it throws.
    InputStream reading(InputStream stored, String place) throws IOException;

    /// How long a file of so many bytes is when it is stored.
    long storedBytes(long bytes);
}
