package dev.likeness.face;

import org.jspecify.annotations.Nullable;

/// A person of the gallery: an id, and a name once somebody has said it.
public record Identity(IdentityId id, @Nullable String name) {

    /// @throws LikenessException `INVALID_ARGUMENT` if the name is blank; an unnamed person has a null name
    public Identity {
        if (name != null && name.isBlank()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "a name must not be blank, got: \"" + name + "\"");
        }
    }
}
