package dev.likeness.image.header;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Describes a file of an unsupported format for an error message.
public final class UnknownFileDescription {
    private static final int PREFIX_LENGTH = 512;

    /// Signatures, as Latin-1, of file types that are common in photo folders.
    private static final Map<String, String> SIGNATURES = new LinkedHashMap<>();

    static {
        SIGNATURES.put("%PDF", "a PDF document");
        SIGNATURES.put("PK\3\4", "a ZIP archive or office document");
        SIGNATURES.put("\0\0\1\0", "an icon");
        SIGNATURES.put("\u001AE\u00DF\u00A3", "a Matroska or WebM video");
        SIGNATURES.put("ID3", "an MP3 recording");
        SIGNATURES.put("\u001F\u008B", "a gzip archive");
        SIGNATURES.put("\u007FELF", "a program");
        SIGNATURES.put("MZ", "a program");
    }

    private UnknownFileDescription() {}

    /// A noun phrase such as `text` or `a PDF document`.
    public static String describe(byte[] bytes) {
        String head = ImageFormat.ascii(bytes, 0, Math.min(bytes.length, PREFIX_LENGTH));
        for (Map.Entry<String, String> signature : SIGNATURES.entrySet()) {
            if (head.startsWith(signature.getKey())) {
                return signature.getValue();
            }
        }
        if (head.startsWith("RIFF")) {
            return "a RIFF file, probably video or sound";
        }
        if (head.startsWith("ftyp", 4)) {
            return "an MP4 or QuickTime video";
        }
        if (head.chars().allMatch(c -> c == 0)) {
            return "only zeros, as an incomplete copy leaves";
        }
        if (isText(bytes)) {
            String lower = head.toLowerCase(Locale.ROOT);
            return lower.contains("<html") || lower.contains("<!doctype html")
                    ? "an HTML page"
                    : lower.contains("<svg") ? "an SVG drawing" : "text";
        }
        int shown = Math.min(bytes.length, 8);
        return "unknown bytes that begin " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown);
    }

    private static boolean isText(byte[] bytes) {
        ByteBuffer head = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, PREFIX_LENGTH));
        CharBuffer text = CharBuffer.allocate(PREFIX_LENGTH);
        // The prefix may end inside a character, so this is not the end of input.
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(head, text, false);
        return !result.isError()
                && text.flip().chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f');
    }
}
