package dev.likeness.engine.ingest;

import dev.likeness.face.Orientation;
import dev.likeness.face.PictureTurn;
import dev.likeness.face.Point;
import dev.likeness.index.StoredPhoto;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The ways in which a photo may have become another one by a turn. A program that turns a JPEG without loss
/// moves whole blocks. What is left of them at the right and at the bottom stays there or is cut off, so that
/// the picture is moved by up to 15 pixels. Two such pictures have the same sides; which one it is can only be
/// seen.
final class BlockTurns {
    /// The sides of the blocks that such a program moves, in pixels.
    private static final List<Integer> SIDES = List.of(8, 16);

    /// How far a turn may move a picture, in pixels.
    static final int MAX_OFFSET = 15;

    private BlockTurns() {}

    /// The whole picture turned, perhaps resized; then the whole blocks of it.
    ///
    /// @param turn from the earlier upright picture to the later one
    static List<PictureTurn> of(StoredPhoto before, Orientation turn, StoredPhoto after) {
        Set<PictureTurn> turns = new LinkedHashSet<>();
        turns.add(new PictureTurn(turn, before.width(), before.height(), after.width(), after.height()));
        PictureTurn whole = sameSize(turn, before.width(), before.height());
        PictureTurn toStored = sameSize(orientation(before).inverse(), before.width(), before.height());
        PictureTurn fromStored = sameSize(
                orientation(after),
                orientation(after).swapsSides() ? after.height() : after.width(),
                orientation(after).swapsSides() ? after.width() : after.height());
        Orientation stored =
                orientation(before).then(turn).then(orientation(after).inverse());
        for (int width : SIDES) {
            for (int height : SIDES) {
                PictureTurn blocks = sameSize(
                        stored,
                        toStored.toWidth() - toStored.toWidth() % width,
                        toStored.toHeight() - toStored.toHeight() % height);
                Point corner = new Point(0, 0);
                Point there = fromStored.applyToEdge(blocks.applyToEdge(toStored.applyToEdge(corner)));
                Point expected = whole.applyToEdge(corner);
                turns.add(whole.withOffset(there.moved(-expected.x(), -expected.y())));
            }
        }
        return List.copyOf(turns);
    }

    private static PictureTurn sameSize(Orientation turn, float width, float height) {
        boolean swaps = turn.swapsSides();
        return new PictureTurn(turn, width, height, swaps ? height : width, swaps ? width : height);
    }

    private static Orientation orientation(StoredPhoto photo) {
        return photo.orientation() == null ? Orientation.UPRIGHT : photo.orientation();
    }
}
