package dev.likeness.api.compat;

import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// UUIDs of faces and photos for APIs that require them. They are computed, not stored: a UUID (version 8,
/// RFC 9562 §5.8) consists of the first digits of the photo's hash, which find the photo, and the face's
/// ordinal.
///
///     hhhhhhhh-hhhh-8hhh-oooo-hhhhhhhhhhhh    h: 27 digits, the first 108 bits of the hash
///                        10 + 14 bits         o: the ordinal
public final class FaceUuid {
    private static final int ORDINAL_BITS = 14;
    private static final int PHOTO_ORDINAL = (1 << ORDINAL_BITS) - 1;
    private static final int DIGITS = 27;

    private FaceUuid() {}

    /// The parts of a UUID.
    ///
    /// @param prefix the first digits of the photo's hash
    /// @param ordinal of the face; −1 for the photo itself
    record Parts(String prefix, int ordinal) {}

    /// The UUID of a face.
    ///
    /// @throws IllegalArgumentException if the ordinal is above 16,382, which no detector reaches
    public static UUID of(FaceId face) {
        if (face.ordinal() >= PHOTO_ORDINAL) {
            throw new IllegalArgumentException(
                    "a face's ordinal must be below %d, got: %d".formatted(PHOTO_ORDINAL, face.ordinal()));
        }
        return uuid(face.photo(), face.ordinal());
    }

    /// The UUID of a photo.
    public static UUID of(PhotoId photo) {
        return uuid(photo, PHOTO_ORDINAL);
    }

    private static UUID uuid(PhotoId photo, int ordinal) {
        String hash = photo.sha256();
        long high =
                HexFormat.fromHexDigitsToLong(hash, 0, 12) << 16 | 0x8000 | HexFormat.fromHexDigitsToLong(hash, 12, 15);
        long low = (0b10L << ORDINAL_BITS | ordinal) << 48 | HexFormat.fromHexDigitsToLong(hash, 15, DIGITS);
        return new UUID(high, low);
    }

    /// A face of a gallery, with its photo.
    public record FoundFace(PhotoDetails photo, PhotoDetails.PhotoFace face) {
        /// The label of the person; null if the face is unassigned. See [PersonLabel].
        public @Nullable String personLabel() {
            return face.person() == null ? null : PersonLabel.of(face.person(), face.name());
        }
    }

    /// The face of a gallery with this UUID; empty if there is none.
    public static Optional<FoundFace> find(GalleryContents contents, String text) {
        return parse(text)
                .flatMap(named -> contents.photoWithPrefix(named.prefix())
                        .flatMap(photo -> photo.faces().stream()
                                .filter(face -> face.face().ordinal() == named.ordinal() && !face.notAFace())
                                .map(face -> new FoundFace(photo, face))
                                .findFirst()));
    }

    /// The parts of a UUID; empty if the text is not a UUID of this class.
    static Optional<Parts> parse(String text) {
        if (!text.matches("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-8[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}")) {
            return Optional.empty();
        }
        UUID uuid = UUID.fromString(text);
        String digits = HexFormat.of().toHexDigits(uuid.getMostSignificantBits())
                + HexFormat.of().toHexDigits(uuid.getLeastSignificantBits());
        String prefix = digits.substring(0, 12) + digits.substring(13, 16) + digits.substring(20);
        int ordinal = (int) (uuid.getLeastSignificantBits() >>> 48) & PHOTO_ORDINAL;
        return Optional.of(new Parts(prefix, ordinal == PHOTO_ORDINAL ? -1 : ordinal));
    }
}
