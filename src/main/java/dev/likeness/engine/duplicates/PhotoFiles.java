package dev.likeness.engine.duplicates;

import dev.likeness.engine.contents.OriginalFiles;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.index.StoredPhoto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the pictures of a gallery's photos at a reduced size, if their files are unchanged. Caches the last
/// pictures. Not safe for use by several threads.
final class PhotoFiles {
    /// Long side of the pictures, in pixels.
    private static final int LONG_SIDE = 512;

    /// About 25 MB.
    private static final int CACHE_SIZE = 32;

    private final ImageReader reader;

    private final Map<PhotoId, Optional<RgbImage>> cache = new LinkedHashMap<>(CACHE_SIZE, 0.75f, true);

    PhotoFiles(ImageReader reader) {
        this.reader = reader;
    }

    /// The upright picture of a photo with a long side of at most 512 pixels; empty if no file shows
    /// the photo.
    Optional<RgbImage> picture(StoredPhoto photo) {
        Optional<RgbImage> known = cache.get(photo.id());
        if (known == null) {
            known = read(photo);
            cache.put(photo.id(), known);
            if (cache.size() > CACHE_SIZE) {
                cache.remove(cache.keySet().iterator().next());
            }
        }
        return known;
    }

    private Optional<RgbImage> read(StoredPhoto photo) {
        try {
            return OriginalFiles.image(photo, reader).map(image -> image.holdingPixels(() -> reduced(image)));
        } catch (LikenessException _) {
            // A file that cannot be decoded counts as missing.
            return Optional.empty();
        }
    }

    private static RgbImage reduced(EncodedImage image) {
        RgbImage picture = image.decodeReduced(LONG_SIDE);
        return picture.scaled(Math.min(1, (double) LONG_SIDE / picture.longSide()));
    }
}
