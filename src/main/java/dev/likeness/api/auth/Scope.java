package dev.likeness.api.auth;

/// What a key may do; each scope includes the ones before it.
public enum Scope {
    /// Search, verify, look at people, faces and photos.
    READ,
    /// Bring and delete photos, say who people are, run jobs.
    WRITE,
    /// Make, delete, back up and restore galleries; metrics.
    ADMIN;

    boolean includes(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
