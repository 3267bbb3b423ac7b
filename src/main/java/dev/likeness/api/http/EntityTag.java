package dev.likeness.api.http;

import dev.likeness.face.Sha256;
import java.util.Arrays;
import java.util.Base64;

/// A strong validator of what a GET answers (RFC 9110, §8.8): a hash of its bytes.
final class EntityTag {
    private static final int BYTES = 15;

    private EntityTag() {}

    static String of(byte[] body) {
        return "\"" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(Sha256.of(body), BYTES)) + "\"";
    }

    /// Whether a list of tags, such as `If-Match` brings, names this one.
    static boolean matches(String list, String tag) {
        return list.strip().equals("*")
                || Arrays.stream(list.split(","))
                        .map(String::strip)
                        // What was compressed on the way is the same entity.
                        .anyMatch(one -> one.equals(tag) || one.equals("W/" + tag));
    }
}
