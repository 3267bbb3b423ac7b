package dev.likeness.api.http;

import dev.likeness.face.Sha256;
import java.util.Arrays;
import java.util.Base64;

/// A strong validator of a response to GET (RFC 9110, §8.8): a hash of its bytes, or of what determines them.
final class EntityTag {
    static final String HEADER = "ETag";

    private static final int BYTES = 15;

    private EntityTag() {}

    static String of(byte[] body) {
        return "\"" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(Sha256.of(body), BYTES)) + "\"";
    }

    /// Whether a list of tags, as in `If-Match`, contains this one.
    static boolean matches(String list, String tag) {
        return list.strip().equals("*")
                || Arrays.stream(list.split(","))
                        .map(String::strip)
                        // A compressed response is the same entity.
                        .anyMatch(one -> one.equals(tag) || one.equals("W/" + tag));
    }
}
