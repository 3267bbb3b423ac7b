package dev.likeness.engine.backup.encryption;

import java.io.InputStream;
import java.io.OutputStream;

/// Stores the files of backups as they are: a file is named after its SHA-256.
final class PlainForm implements ObjectForm {
    @Override
    public byte[] name(byte[] sha256) {
        return sha256;
    }

    @Override
    public OutputStream writing(OutputStream stored, String place) {
        return stored;
    }

    @Override
    public InputStream reading(InputStream stored, String place) {
        return stored;
    }

    @Override
    public long storedBytes(long bytes) {
        return bytes;
    }
}
