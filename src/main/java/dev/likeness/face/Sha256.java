package dev.likeness.face;

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

    /// A new digest for content that arrives in pieces.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
