package dev.likeness.api.rekognition;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A collection's name and its gallery. A gallery's name has no capitals, so that it is a valid folder name
/// on every file system. A collection with capitals is the gallery of the same name in lower case with a
/// suffix that encodes their positions: `MyPhotos` is `myphotos.-5`, because bits 0 and 2 are set.
///
/// @param text the collection's name
/// @param gallery the gallery's name
record CollectionId(String text, String gallery) {
    /// Valid names of galleries, with capitals. AWS also allows longer names and a leading punctuation
    /// character.
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");

    private static final Pattern WITH_CAPITALS = Pattern.compile("(.+)\\.-([0-9a-f]{1,16})");
    private static final int MAX_GALLERY_LENGTH = 64;

    /// @throws AwsException `InvalidParameterException` if the name is invalid
    static CollectionId parse(String text) {
        if (!NAME.matcher(text).matches() || WITH_CAPITALS.matcher(text).matches()) {
            throw invalidName();
        }
        long capitals = 0;
        for (int i = 0; i < text.length(); i++) {
            capitals |= Character.isUpperCase(text.charAt(i)) ? 1L << i : 0;
        }
        String gallery =
                capitals == 0 ? text : "%s.-%s".formatted(text.toLowerCase(Locale.ROOT), Long.toHexString(capitals));
        if (gallery.length() > MAX_GALLERY_LENGTH) {
            throw invalidName();
        }
        return new CollectionId(text, gallery);
    }

    /// The collection of a gallery.
    static CollectionId ofGallery(String gallery) {
        Matcher parts = WITH_CAPITALS.matcher(gallery);
        if (!parts.matches() || parts.group(1).length() > MAX_GALLERY_LENGTH) {
            return new CollectionId(gallery, gallery);
        }
        long capitals = Long.parseUnsignedLong(parts.group(2), 16);
        StringBuilder text = new StringBuilder(parts.group(1));
        for (int i = 0; i < text.length(); i++) {
            if ((capitals >>> i & 1) == 1) {
                text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
            }
        }
        return new CollectionId(text.toString(), gallery);
    }

    private static AwsException invalidName() {
        return AwsException.invalid("CollectionId must be a letter or digit, then up to 63 letters, digits, dots,"
                + " underscores or hyphens (a few less with capitals)");
    }
}
