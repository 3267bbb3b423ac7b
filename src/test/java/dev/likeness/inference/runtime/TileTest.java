package dev.likeness.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Box;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.TestPhotos;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileTest {
    @Test
    void cover_smallerThanATile_isOneTile() {
        assertThat(Tile.cover(100, 50, 128, 20)).containsExactly(new Tile(0, 0, 100, 50));
    }

    @Test
    void cover_twoByTwo_tilesShareTheOverlapAndReachTheEdges() {
        //  0      90 110      200
        //  ├───────┼──┤         │
        //  │       ├──┼─────────┤
        assertThat(Tile.cover(200, 120, 100, 20)).containsExactly(new Tile(0, 0, 110, 120), new Tile(90, 0, 110, 120));
        assertThat(Tile.cover(200, 200, 100, 20)).hasSize(4).last().isEqualTo(new Tile(90, 90, 110, 110));
    }

    @Test
    void cover_anyLength_hasNoGapAndNothingOutside() {
        for (int length = 1; length < 1000; length++) {
            List<Tile> tiles = Tile.cover(length, 1, 100, 30);
            for (int i = 1; i < tiles.size(); i++) {
                Tile before = tiles.get(i - 1);
                assertThat(before.left() + before.width() - tiles.get(i).left()).isGreaterThanOrEqualTo(30);
            }
            assertThat(tiles.getFirst().left()).isZero();
            assertThat(tiles.getLast().left() + tiles.getLast().width()).isEqualTo(length);
            assertThat(tiles).allMatch(tile -> tile.width() <= 130);
        }
    }

    @Test
    void cuts_boxAtAnInnerEdge_isCutAndAtTheImagesOwnEdgeIsNot() {
        RgbImage image = TestPhotos.plain(200, 100, 0, 0, 0);
        Tile left = new Tile(0, 0, 110, 100);

        assertThat(left.cuts(new Box(-3, 10, 20, 40), image)).isFalse();
        assertThat(left.cuts(new Box(90, 10, 109, 40), image)).isTrue();
        assertThat(left.cuts(new Box(90, 80, 100, 110), image)).isFalse();
    }
}
