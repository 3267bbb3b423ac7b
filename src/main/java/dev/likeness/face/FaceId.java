package dev.likeness.face;

import java.util.Comparator;

/// The id of one face in one photo: the photo's id and the face's ordinal, counted from 0 in the detector's
/// order (best score first). Faces that users drew are counted from [#FIRST_DRAWN]. Written `<sha256>-<ordinal>`.
public record FaceId(PhotoId photo, int ordinal) implements Comparable<FaceId> {
    /// The ordinal of the first face of a photo that a user drew.
    public static final int FIRST_DRAWN = 1_000_000;

    private static final Comparator<FaceId> ORDER =
            Comparator.comparing(FaceId::photo).thenComparingInt(FaceId::ordinal);

    /// Checks the ordinal.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `ordinal` is negative
    public FaceId {
        if (ordinal < 0) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "ordinal must be at least 0, got: " + ordinal);
        }
    }

    /// Whether a user drew the box of this face, because the detector had missed it.
    public boolean isDrawn() {
        return ordinal >= FIRST_DRAWN && ordinal < Integer.MAX_VALUE;
    }

    /// Parses the output of [#toString()].
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the text is not a face id
    public static FaceId parse(String text) {
        int dash = text.indexOf('-');
        if (dash > 0) {
            try {
                return new FaceId(
                        new PhotoId(text.substring(0, dash)), Integer.parseUnsignedInt(text.substring(dash + 1)));
            } catch (NumberFormatException _) {
                // Continue to the exception that shows the whole text.
            }
        }
        throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "face id must read <sha256>-<ordinal>, got: " + text);
    }

    @Override
    public int compareTo(FaceId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return photo.sha256() + "-" + ordinal;
    }
}
