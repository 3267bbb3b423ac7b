package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.RgbImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A photo with its detected faces, which [FaceExtractor#align] turns into crops. Not safe for use by several
/// threads: the full-size picture is decoded on first use and then cached.
public final class DetectedPhoto {
    private final EncodedImage photo;
    private final PhotoOrientation turns;
    private final RgbImage overview;
    private final List<Detection> faces;
    private @Nullable RgbImage fullSize;

    DetectedPhoto(EncodedImage photo, PhotoOrientation turns, RgbImage overview, List<Detection> faces) {
        this.photo = photo.turned(turns.total());
        this.turns = turns;
        this.overview = overview;
        this.faces = List.copyOf(faces);
    }

    /// The encoded photo, turned as its faces show.
    public EncodedImage photo() {
        return photo;
    }

    /// How the stored pixels were turned to be upright.
    public PhotoOrientation turns() {
        return turns;
    }

    /// The decoded picture in which the faces were detected, no larger than detection needs.
    public RgbImage overview() {
        return overview;
    }

    /// The detected faces, best score first, in pixels of the overview.
    public List<Detection> faces() {
        return faces;
    }

    /// Size of the full photo relative to the overview, at least 1.
    float toFullSize() {
        return (float) photo.width() / overview.width();
    }

    /// The picture at full size.
    RgbImage fullSize() {
        RgbImage decoded = fullSize;
        if (decoded == null) {
            decoded = photo.decode();
            fullSize = decoded;
        }
        return decoded;
    }
}
