package dev.likeness.face;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 hashes of bytes and files.
public final class Sha256 {
    private Sha256() {}

    /// The SHA-256 hash of the bytes, 32 bytes.
    public static byte[] of(byte[] bytes) {
        return newDigest().digest(bytes);
    }

    /// The hash of the bytes as 64 lower-case hex digits.
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }

    /// The hash of a file's content as 64 lower-case hex digits. The file is streamed.
    public static String hex(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (OutputStream stream = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, stream);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// A new digest for content that arrives in pieces.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
