package dev.likeness.training.data;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads aligned faces of a training set for evaluation.
public final class AlignedFaces {
    private AlignedFaces() {}

    /// Reads faces that are evenly spread over a set.
    ///
    /// @param set a folder, a `.tar`, a `.tar.xz`, or a folder with `train.rec`
    /// @param max maximum number of faces, at least 1
    /// @return crops of 112×112 pixels
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if `max` is below 1; the errors of
    ///     [FaceSet#open] and of decoding a picture
    public static List<RgbImage> read(Path set, int max) {
        Preconditions.require(max >= 1, "the number of faces must be at least 1", max);
        ImageReader reader = new ImageReader(ImageOptions.defaults());
        try (FaceSet faces = FaceSet.open(set, false)) {
            int count = Math.min(max, faces.size());
            List<RgbImage> crops = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int index = Math.toIntExact((long) i * faces.size() / count);
                crops.add(reader.open(faces.read(index).encoded()).decode());
            }
            return crops;
        }
    }
}
