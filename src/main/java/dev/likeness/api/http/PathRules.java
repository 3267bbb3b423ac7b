package dev.likeness.api.http;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which paths are routed at all. A router removes dot segments and decodes escapes before it looks for a
/// route, and proxies do so in other ways: `DELETE …/people/%2E%2E` would delete the gallery. No route of
/// this server needs such a path, so each is refused before any route sees it.
public final class PathRules {
    /// More than anybody encodes a name.
    private static final int MAX_ENCODINGS = 4;

    /// Methods that change nothing.
    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD");

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

    private PathRules() {}

    /// Checks the path of a request.
    ///
    /// @param path not decoded; may end with a slash if the method only reads, as CompreFace documents it
    /// @throws ProblemException 400 `MALFORMED_REQUEST` if a segment is a dot segment or empty, or contains a
    ///     separator, however it is encoded
    public static void check(String method, String path) {
        if (!path.startsWith("/")) {
            throw refused("the path must begin with a slash");
        }
        if (path.equals("/")) {
            return;
        }
        boolean endsWithSlash = path.endsWith("/") && READING_METHODS.contains(method);
        String segments = path.substring(1, path.length() - (endsWithSlash ? 1 : 0));
        int begin = 0;
        for (int end = segments.indexOf('/'); end >= 0; end = segments.indexOf('/', begin)) {
            checkSegment(segments.substring(begin, end));
            begin = end + 1;
        }
        checkSegment(segments.substring(begin));
    }

    private static void checkSegment(String raw) {
        if (raw.isEmpty()) {
            throw refused("the path must have no empty segment");
        }
        if (raw.contains(";")) {
            throw refused("the path must have no parameters; a semicolon of a name must be encoded as %3B");
        }
        String segment = raw;
        for (int encodings = 0; encodings <= MAX_ENCODINGS; encodings++) {
            checkDecoded(segment);
            String decoded = decoded(segment);
            if (decoded.equals(segment)) {
                return;
            }
            segment = decoded;
        }
        throw refused("a segment of the path must be encoded once");
    }

    private static void checkDecoded(String segment) {
        if (segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0) {
            throw refused("a segment of the path must contain no slash or backslash");
        }
        int parameters = segment.indexOf(';');
        String name = (parameters < 0 ? segment : segment.substring(0, parameters)).strip();
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refused("a segment of the path must be neither \".\" nor \"..\" nor blank");
        }
    }

    /// Decodes every escape once, and leaves everything else as it is.
    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        // As bytes in Latin-1: only ASCII characters matter here.
        return ESCAPE.matcher(segment)
                .replaceAll(escape -> Matcher.quoteReplacement(new String(
                        new byte[] {(byte) Integer.parseInt(escape.group().substring(1), 16)},
                        StandardCharsets.ISO_8859_1)));
    }

    private static ProblemException refused(String rule) {
        return new ProblemException(ProblemCode.MALFORMED_REQUEST, rule);
    }
}
