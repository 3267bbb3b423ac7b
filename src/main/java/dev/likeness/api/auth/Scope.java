package dev.likeness.api.auth;

/// What a key may do. Each scope includes the previous ones.
public enum Scope {
    /// Search, verify, read people, faces and photos.
    READ,
    /// Add and delete photos, edit people, run jobs.
    WRITE,
    /// Create, delete, back up and restore galleries; read metrics.
    ADMIN;

    boolean includes(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
