package dev.likeness.index;

import dev.likeness.face.Face;
import dev.likeness.face.PersonId;
import org.jspecify.annotations.Nullable;

/// A face to add to the gallery. This is a class and not a record because the crop is an array.
public final class NewFace {
    private final Face face;
    private final byte[] crop;
    private final @Nullable PersonId person;

    /// Creates an unassigned face.
    ///
    /// @param crop the aligned 112 × 112 picture of the face, as JPEG
    public NewFace(Face face, byte[] crop) {
        this(face, crop, null);
    }

    /// Creates a face that may already have a person, as when a gallery is copied.
    ///
    /// @param crop the aligned 112 × 112 picture of the face, as JPEG
    public NewFace(Face face, byte[] crop, @Nullable PersonId person) {
        this.face = face;
        this.crop = crop.clone();
        this.person = person;
    }

    public Face face() {
        return face;
    }

    /// A copy of the JPEG's bytes.
    public byte[] crop() {
        return crop.clone();
    }

    public @Nullable PersonId person() {
        return person;
    }
}
