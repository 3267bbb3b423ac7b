package dev.likeness.api.http;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pictures as texts in JSON bodies: base64 of either alphabet, with or without padding and line breaks, or a
/// `data:` URL as a page makes it of a canvas.
public final class PictureText {
    private static final Pattern DATA_URL =
            Pattern.compile("\\s*data:[^,]{0,200}?;\\s*base64\\s*,", Pattern.CASE_INSENSITIVE);

    private PictureText() {}

    /// The bytes of a text.
    ///
    /// @throws IllegalArgumentException if it is no base64
    public static byte[] decode(String text) {
        Matcher url = DATA_URL.matcher(text);
        int start = url.lookingAt() ? url.end() : 0;
        byte[] plain = new byte[text.length() - start];
        int length = 0;
        for (int i = start; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case ' ', '\t', '\r', '\n' -> {}
                case '-' -> plain[length++] = '+';
                case '_' -> plain[length++] = '/';
                default -> plain[length++] = character < 0x80 ? (byte) character : 0;
            }
        }
        while (length > 0 && plain[length - 1] == '=') {
            length--;
        }
        return Base64.getDecoder().decode(Arrays.copyOf(plain, length));
    }
}
