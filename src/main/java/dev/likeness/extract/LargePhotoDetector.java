package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.detect.NonMaximumSuppression;
import dev.likeness.inference.detect.TileSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Finds the small faces of large and long photos, such as panoramas, scrolled screens and pictures of 100
/// megapixels.
///
/// A detector shrinks such a photo so much that faces of 125 pixels, which an embedder can tell apart well,
/// are lost or have no exact landmarks. So the photo is searched again in overlapping tiles, shrunk less.
/// Each small face is then looked at closely, in the picture that its crop is taken from; one that is not
/// there is dropped. Large faces are those of the whole photo.
final class LargePhotoDetector {
    /// A photo that is shrunk by more than this for the first look is large: a face of 128 pixels, a little
    /// larger than the crop of an embedder, is then smaller than 32.
    private static final float LARGE = 4;

    /// By how much a photo is shrunk that is searched in tiles even if no small face was found in the first
    /// look.
    private static final float ALWAYS_TILED = 5;

    /// By how much a photo is shrunk for the tiles.
    private static final float TILE_REDUCTION = 3.2f;

    /// Side in pixels of the first look from which faces are taken from it.
    private static final float LARGE_FACE_SIDE = 48;

    /// Side in pixels of a tile from which faces are taken from it. In the photo they have 38.
    private static final float MIN_FACE_SIDE = 12;

    /// Side in pixels that a face should have for the closer look.
    private static final float CLOSE_SIDE = 112;

    /// Maximum overlap of two faces as intersection over union.
    private static final float SAME_FACE = 0.3f;

    private final FaceDetector detector;
    private final UprightDetector upright;
    private final int firstLongSide;
    private final StageTimes times;

    /// @param firstLongSide long side of a photo in the first look, in pixels
    LargePhotoDetector(FaceDetector detector, UprightDetector upright, int firstLongSide, StageTimes times) {
        this.detector = detector;
        this.upright = upright;
        this.firstLongSide = firstLongSide;
        this.times = times;
    }

    /// Whether a photo is large or long.
    ///
    /// @param longSide in pixels
    boolean isLarge(int longSide) {
        return longSide > LARGE * firstLongSide;
    }

    /// The faces of a large photo, best score first, in pixels of its overview.
    ///
    /// @param first the faces that were found in the overview
    List<Detection> detect(PhotoPictures photo, List<Detection> first) {
        RgbImage overview = photo.overview();
        float largest = LARGE_FACE_SIDE * overview.longSide() / firstLongSide;
        List<Detection> large =
                first.stream().filter(face -> face.box().longSide() >= largest).toList();
        List<Detection> small = new ArrayList<>(first);
        small.removeAll(large);
        if (small.isEmpty() && photo.fullLongSide() <= ALWAYS_TILED * firstLongSide) {
            return first;
        }
        small.addAll(inTiles(photo, largest));
        Stream<Detection> confirmed = NonMaximumSuppression.acrossPasses(small, SAME_FACE).stream()
                .filter(face -> large.stream()
                        .noneMatch(other -> NonMaximumSuppression.isSameFace(other.box(), face.box(), SAME_FACE)))
                .flatMap(face -> closely(photo, face).stream());
        return Stream.concat(large.stream(), confirmed)
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .toList();
    }

    /// @param largest longer side of the largest face, in pixels of the overview
    /// @return in pixels of the overview
    private List<Detection> inTiles(PhotoPictures photo, float largest) {
        double wanted = photo.fullLongSide() / TILE_REDUCTION;
        RgbImage decoded = photo.atLeast(wanted);
        return times.charge(Stage.DETECT, () -> {
            RgbImage picture = decoded.scaled(Math.min(1, wanted / decoded.longSide()));
            float toOverview = (float) photo.overview().longSide() / picture.longSide();
            return new TileSearch(firstLongSide, MIN_FACE_SIDE, largest / toOverview)
                    .faces(detector, picture).stream()
                            .map(face -> face.scaled(toOverview))
                            .toList();
        });
    }

    /// A face as it is in a picture in which it is large enough to see it well; nothing if it is not there.
    private List<Detection> closely(PhotoPictures photo, Detection face) {
        RgbImage picture = photo.atLeast(
                photo.overview().longSide() * CLOSE_SIDE / face.box().longSide());
        float fromOverview = (float) picture.longSide() / photo.overview().longSide();
        return times.charge(
                Stage.DETECT,
                () -> upright.lookAt(picture, face.scaled(fromOverview)).stream()
                        .map(found -> found.scaled(1 / fromOverview))
                        .toList());
    }
}
