package dev.likeness.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Box;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionMatchingTest {
    private static final Box ADA = new Box(100, 100, 200, 220);
    private static final Box BOB = new Box(260, 110, 350, 220);

    @Test
    void regionWithHairAndChin_isTheFace() {
        assertThat(match(new Box(50, 20, 250, 260))).containsExactly(0);
    }

    @Test
    void regionAroundTheEyes_isTheFace() {
        assertThat(match(new Box(120, 110, 180, 170))).containsExactly(0);
    }

    @Test
    void regionAroundTheWholePerson_isNoFace() {
        assertThat(match(new Box(40, 60, 260, 700))).containsExactly(-1);
    }

    @Test
    void dot_isNoFace() {
        assertThat(match(new Box(149, 159, 151, 161))).containsExactly(-1);
    }

    @Test
    void regionBesideTheFace_isNoFace() {
        assertThat(match(new Box(400, 100, 500, 220))).containsExactly(-1);
    }

    @Test
    void severalRegions_goToTheirNearest_whateverTheirOrder() {
        Box ada = new Box(80, 70, 230, 240);
        Box bob = new Box(240, 80, 380, 240);

        assertThat(match(ada, bob)).containsExactly(0, 1);
        assertThat(match(bob, ada)).containsExactly(1, 0);
    }

    @Test
    void twoRegionsOfOneFace_theBetterGetsIt() {
        assertThat(match(new Box(60, 40, 240, 260), ADA)).containsExactly(-1, 0);
    }

    @Test
    void regionBetweenTwoFaces_isNeither() {
        // Cheek by cheek with Ada, and overlapping Bob: its middle is in neither.
        assertThat(match(new Box(190, 90, 320, 230), ADA)).containsExactly(-1, 0);
    }

    private static int[] match(Box... regions) {
        return RegionMatching.faceOfEach(List.of(regions), List.of(ADA, BOB));
    }
}
