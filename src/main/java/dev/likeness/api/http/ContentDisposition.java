package dev.likeness.api.http;

import java.nio.charset.StandardCharsets;

/// The header that makes a browser save a response instead of showing it (RFC 6266).
public final class ContentDisposition {
    public static final String HEADER = "Content-Disposition";

    private static final int MAX_LENGTH = 150;

    /// The punctuation that a value may have as it is (`attr-char` of RFC 5987).
    private static final String PLAIN = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /// A value that names the file to save: in ASCII for old clients, and as it is in UTF-8 (RFC 5987).
    ///
    /// @param name a file's name; control characters and separators of paths are replaced
    public static String attachment(String name) {
        String safe = name.replaceAll("[\\p{Cntrl}\\p{Cf}/\\\\]", "_").strip();
        int length = safe.codePointCount(0, safe.length());
        if (length > MAX_LENGTH) {
            // People recognise a file by the beginning of its name, programs by its extension.
            safe = safe.substring(0, safe.offsetByCodePoints(0, MAX_LENGTH / 2))
                    + safe.substring(safe.offsetByCodePoints(safe.length(), -MAX_LENGTH / 2));
        }
        String ascii = safe.replaceAll("[^A-Za-z0-9 ._()-]", "_");
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, percentEncoded(safe));
    }

    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) Byte.toUnsignedInt(one);
            boolean isPlain = letter < 0x80 && (Character.isLetterOrDigit(letter) || PLAIN.indexOf(letter) >= 0);
            encoded.append(isPlain ? String.valueOf(letter) : "%%%02X".formatted((int) letter));
        }
        return encoded.toString();
    }
}
