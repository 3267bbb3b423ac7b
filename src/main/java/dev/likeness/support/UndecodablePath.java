package dev.likeness.support;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Paths as texts that lead back to their files. A name that is not in the system's encoding, such as an old
/// one in Latin-1, has its bytes escaped: `caf\xE9.jpg`. Java's own text of it has U+FFFD there and names no
/// file.
public final class UndecodablePath {
    private static final char REPLACEMENT = '\uFFFD';

    /// A byte that is no UTF-8, or the backslash of a path with such bytes.
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9A-F]{2})|\\\\)");

    private UndecodablePath() {}

    /// The text of a path.
    public static String text(Path path) {
        String plain = path.toString();
        if (plain.indexOf(REPLACEMENT) < 0 || File.separatorChar != '/') {
            return plain;
        }
        Path absolute = path.toAbsolutePath();
        StringBuilder text = new StringBuilder();
        boolean isEscaped = false;
        for (Path name : path) {
            byte[] bytes = bytes(absolute.resolveSibling(name));
            isEscaped |= append(text.append('/'), bytes);
        }
        String whole = path.isAbsolute() ? text.toString() : text.substring(1);
        return isEscaped ? whole : plain;
    }

    /// The path with this text. A text with U+FFFD that names no file is the first path that reads so.
    ///
    /// @throws InvalidPathException if the text can be no path
    public static Path of(String text) {
        if (text.indexOf('\\') >= 0
                && File.separatorChar == '/'
                && ESCAPE.matcher(text).find()) {
            Path plain = Path.of(text);
            return Files.exists(plain) ? plain : unescaped(text);
        }
        Path plain = Path.of(text);
        if (text.indexOf(REPLACEMENT) < 0 || !plain.isAbsolute() || Files.exists(plain)) {
            return plain;
        }
        Path found = Objects.requireNonNull(plain.getRoot());
        for (Path name : plain) {
            Path next = found.resolve(name);
            boolean isLost = name.toString().indexOf(REPLACEMENT) >= 0 && !Files.exists(next);
            found = isLost ? entry(found, name.toString()).orElse(next) : next;
        }
        return found;
    }

    /// The bytes of a path's last name.
    private static byte[] bytes(Path path) {
        String uri = path.toUri().getRawPath();
        String name = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = name.lastIndexOf('/') + 1; i < name.length(); i++) {
            if (name.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(name.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /// Appends a name; true if a byte of it is escaped.
    private static boolean append(StringBuilder text, byte[] name) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(name);
        CharBuffer decoded = CharBuffer.allocate(name.length);
        boolean isEscaped = false;
        while (true) {
            CoderResult result = decoder.decode(bytes, decoded, true);
            text.append(decoded.flip().toString().replace("\\", "\\\\"));
            decoded.clear();
            if (!result.isError()) {
                return isEscaped;
            }
            isEscaped = true;
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits(bytes.get()));
            }
            decoder.reset();
        }
    }

    private static Path unescaped(String text) {
        String absoluteText = Path.of(text).toAbsolutePath().toString();
        StringBuilder uri = new StringBuilder("file://");
        Matcher escape = ESCAPE.matcher(absoluteText);
        int end = 0;
        while (escape.find()) {
            appendPercent(uri, absoluteText.substring(end, escape.start()));
            uri.append('%').append(escape.group(1) == null ? "5C" : escape.group(1));
            end = escape.end();
        }
        appendPercent(uri, absoluteText.substring(end));
        Path absolute = Path.of(URI.create(uri.toString()));
        return text.startsWith("/") ? absolute : Path.of("").toAbsolutePath().relativize(absolute);
    }

    private static void appendPercent(StringBuilder uri, String text) {
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = Character.isLetterOrDigit(one) || one == '/';
            uri.append(
                    isPlain
                            ? String.valueOf((char) one)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits(one));
        }
    }

    private static Optional<Path> entry(Path folder, String name) {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, entry -> name.equals(String.valueOf(entry.getFileName())))) {
            for (Path entry : entries) {
                return Optional.of(entry);
            }
        } catch (IOException _) {
            // As good as gone.
        }
        return Optional.empty();
    }
}
