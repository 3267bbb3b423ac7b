package dev.likeness.api.http.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Decodes UTF-8 of requests. Java and Netty put U+FFFD in the place of other bytes, so that two texts become one.
public final class StrictUtf8 {
    private static final int ESCAPE_LENGTH = 3;

    private StrictUtf8() {}

    /// The text of these bytes; empty if they are not UTF-8.
    public static Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// A URL-encoded text of a form or a query, decoded: a plus sign is a space. Empty if an escape is none, or
    /// what is escaped is not UTF-8.
    public static Optional<String> urlDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text.replace('+', ' '));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int next = 0;
        while (next < text.length()) {
            int escape = text.indexOf('%', next);
            int end = escape < 0 ? text.length() : escape;
            bytes.writeBytes(text.substring(next, end).replace('+', ' ').getBytes(StandardCharsets.UTF_8));
            if (escape >= 0) {
                if (!isEscape(text, escape)) {
                    return Optional.empty();
                }
                bytes.write(HexFormat.fromHexDigits(text, escape + 1, escape + ESCAPE_LENGTH));
                end += ESCAPE_LENGTH;
            }
            next = end;
        }
        return decoded(bytes.toByteArray());
    }

    private static boolean isEscape(String text, int at) {
        return at + ESCAPE_LENGTH <= text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    /// Whether a text that somebody else decoded may have been other bytes than UTF-8.
    public static boolean isReplaced(String decoded) {
        return decoded.indexOf('\uFFFD') >= 0;
    }
}
