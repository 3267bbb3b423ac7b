package dev.likeness.face;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 hashes of bytes and files.
public final class Sha256 {
    private static final int DIGITS = 64;

    /// By character.
    private static final boolean[] IS_DIGIT = new boolean['f' + 1];

    static {
        "0123456789abcdef".chars().forEach(digit -> IS_DIGIT[digit] = true);
    }

    private Sha256() {}

    /// The SHA-256 hash of the bytes, 32 bytes.
    public static byte[] of(byte[] bytes) {
        return newDigest().digest(bytes);
    }

    /// The hash of the bytes as 64 lower-case hex digits.
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }

    /// Checks that a text is a hash. Avoids a regular expression, because every match of every search creates
    /// an id.
    ///
    /// @param what what the text is, for the message
    /// @throws LikenessException `INVALID_ARGUMENT` unless the text is 64 lower-case hex digits
    static void requireHex(String what, String text) {
        boolean valid = text.length() == DIGITS;
        // Without a branch for each digit: whether it is a letter cannot be predicted.
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            valid &= digit < IS_DIGIT.length && IS_DIGIT[digit];
        }
        if (!valid) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "%s must be 64 lower-case hex digits, got: %s".formatted(what, text));
        }
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
