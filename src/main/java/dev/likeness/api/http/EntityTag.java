package dev.likeness.api.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// A strong validator of a response to GET (RFC 9110, §8.8): a hash of its bytes.
final class EntityTag {
    private static final int BYTES = 15;

    private EntityTag() {}

    static String of(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return "\"" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, BYTES)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
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
