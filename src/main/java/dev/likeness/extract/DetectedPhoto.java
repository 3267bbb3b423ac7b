package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.RgbImage;
import java.util.List;

/// A photo with its detected faces, which [FaceExtractor#align] turns into crops. Not safe for use by several
/// threads: larger pictures are decoded on first use and then cached.
public final class DetectedPhoto {
    private final PhotoPictures pictures;
    private final PhotoOrientation turns;
    private final List<Detection> faces;

    /// @param pictures turned as the faces show
    DetectedPhoto(PhotoPictures pictures, PhotoOrientation turns, List<Detection> faces) {
        this.pictures = pictures;
        this.turns = turns;
        this.faces = List.copyOf(faces);
    }

    /// The encoded photo, turned as its faces show.
    public EncodedImage photo() {
        return pictures.photo();
    }

    /// How the stored pixels were turned to be upright.
    public PhotoOrientation turns() {
        return turns;
    }

    /// The decoded picture in which the faces were detected, no larger than detection needs.
    public RgbImage overview() {
        return pictures.overview();
    }

    /// The detected faces, best score first, in pixels of the overview.
    public List<Detection> faces() {
        return faces;
    }

    /// Size of the full photo relative to the overview, at least 1.
    float toFullSize() {
        return pictures.toFullSize();
    }

    PhotoPictures pictures() {
        return pictures;
    }
}
