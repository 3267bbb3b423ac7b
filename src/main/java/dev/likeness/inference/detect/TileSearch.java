package dev.likeness.inference.detect;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.runtime.Tile;
import java.util.ArrayList;
import java.util.List;

/// Looks for small faces in overlapping tiles of a picture. The cost is in proportion to its pixels, whatever
/// its aspect ratio.
///
/// @param tileSide longest side of a tile, in pixels
/// @param minFace smallest longer side of a face, in pixels
/// @param maxFace longer side of a face, in pixels, from which faces are not looked for
public record TileSearch(int tileSide, float minFace, float maxFace) {
    /// Overlap of tiles relative to the largest face searched in them.
    private static final float OVERLAP = 1.5f;

    /// The faces, in pixels of the picture. A face may be found in several tiles.
    public List<Detection> faces(FaceDetector detector, RgbImage picture) {
        float largest = Math.min(maxFace, Math.min(picture.width(), picture.height()));
        int overlap = Math.round(Math.min(OVERLAP * largest, tileSide / 2f));
        List<Detection> faces = new ArrayList<>();
        for (Tile tile : Tile.cover(picture.width(), picture.height(), tileSide - overlap, overlap)) {
            RgbImage part = picture.crop(tile.left(), tile.top(), tile.width(), tile.height());
            detector.glance(part).stream()
                    .filter(face -> !tile.cuts(face.box(), picture) && isOfSize(face.box()))
                    .map(face -> face.moved(tile.left(), tile.top()))
                    .forEach(faces::add);
        }
        return faces;
    }

    private boolean isOfSize(Box box) {
        return box.longSide() >= minFace && box.longSide() < maxFace;
    }
}
