package dev.likeness.training.data;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Aligned faces of a training set, to look at and not to learn from.
public final class AlignedFaces {
    private AlignedFaces() {}

    /// Some faces of a set, evenly spread over it.
    ///
    /// @param set a folder, a `.tar`, a `.tar.xz`, or a folder with `train.rec`
    /// @param max how many at most, at least 1
    /// @throws dev.likeness.face.LikenessException what opening the set or decoding a picture ends in
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
