package dev.likeness.image.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A digest of parts of a file, at most as many bytes as the file has: a hostile file that names one part again
/// and again is told by its bytes.
final class PictureDigest {
    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private long left;
    private boolean hasData;

    PictureDigest(MessageDigest sha256, long fileLength) {
        this.sha256 = sha256;
        this.left = fileLength;
    }

    /// Adds bytes of the file, or of a part of it.
    void data(ByteBuffer file, long start, long length) {
        if (start < 0 || length < 0 || start > file.limit() || length > file.limit() - start) {
            throw new IndexOutOfBoundsException("%d bytes at %d".formatted(length, start));
        }
        left -= length;
        if (left < 0) {
            throw new IllegalArgumentException("a part of the file is named twice");
        }
        hasData |= length > 0;
        sha256.update(file.slice((int) start, (int) length));
    }

    /// Adds a number that says what follows.
    void number(long value) {
        sha256.update(number.clear().putLong(value).flip());
    }

    /// Adds a word that says what follows.
    void text(String text) {
        sha256.update(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Adds bytes that say how the picture is coded.
    void bytes(ByteBuffer bytes) {
        left -= bytes.remaining();
        if (left < 0) {
            throw new IllegalArgumentException("a part of the file is named twice");
        }
        sha256.update(bytes.duplicate());
    }

    /// @throws IllegalArgumentException if no coded picture was found
    void requireData() {
        if (!hasData) {
            throw new IllegalArgumentException("the file has no coded picture");
        }
    }
}
