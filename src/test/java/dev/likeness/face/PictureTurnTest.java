package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PictureTurnTest {
    private static final Box BOX = new Box(10, 20, 50, 80);
    private static final Landmarks FACE = new Landmarks(
            new Point(20, 40), new Point(40, 41), new Point(30, 50), new Point(22, 60), new Point(38, 61));

    static Stream<Orientation[]> pairs() {
        return Arrays.stream(Orientation.values())
                .flatMap(one -> Arrays.stream(Orientation.values()).map(other -> new Orientation[] {one, other}));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void then_ofTwoTurns_movesABoxAsBothDo(Orientation one, Orientation other) {
        Box shares = new Box(0.1f, 0.2f, 0.3f, 0.7f);

        assertThat(one.then(other).upright(shares).iou(other.upright(one.upright(shares))))
                .isGreaterThan(0.999f);
    }

    @ParameterizedTest
    @EnumSource
    void apply_thereAndBack_changesNothing(Orientation orientation) {
        var there = PictureTurn.between(Orientation.UPRIGHT, orientation, 200, 100);
        var back = PictureTurn.between(
                orientation, Orientation.UPRIGHT, Math.round(there.toWidth()), Math.round(there.toHeight()));

        assertThat(back.apply(there.apply(BOX))).isEqualTo(BOX);
        assertThat(back.apply(there.apply(FACE))).isEqualTo(FACE);
        assertThat(there.turn()).isEqualTo(orientation);
    }

    @Test
    void apply_aQuarterTurnToAPictureOfHalfTheSize_movesAndShrinks() {
        var turn = new PictureTurn(Orientation.TURN_CLOCKWISE, 200, 100, 50, 100);

        assertThat(turn.apply(BOX)).isEqualTo(new Box(10, 5, 40, 25));
    }

    @Test
    void apply_withAnOffset_movesAfterTheTurn() {
        var turn = PictureTurn.between(Orientation.UPRIGHT, Orientation.TURN_CLOCKWISE, 200, 100)
                .withOffset(new Point(-12, 3));

        assertThat(turn.apply(BOX)).isEqualTo(new Box(8, 13, 68, 53));
        assertThat(turn.apply(FACE).leftEye()).isEqualTo(new Point(47, 23));
        assertThat(turn.isNone()).isFalse();
    }

    @Test
    void apply_mirrored_theLeftEyeIsTheRightOne() {
        var turn = PictureTurn.between(Orientation.UPRIGHT, Orientation.MIRRORED, 200, 100);

        assertThat(turn.apply(FACE).leftEye()).isEqualTo(new Point(159, 41));
        assertThat(turn.apply(FACE).rightMouth()).isEqualTo(new Point(177, 60));
    }

    @ParameterizedTest
    @EnumSource
    void turnedFingerprint_turnedBack_isTheSame(Orientation orientation) {
        byte[] grays = new byte[PerceptualFingerprint.SIDE * PerceptualFingerprint.SIDE];
        new Random(3).nextBytes(grays);
        PerceptualFingerprint fingerprint = PerceptualFingerprint.of(grays);

        assertThat(fingerprint.turned(orientation).turned(orientation.inverse()))
                .isEqualTo(fingerprint);
        assertThat(fingerprint.correlation(fingerprint.turned(orientation)) > 0.99f)
                .isEqualTo(orientation == Orientation.UPRIGHT);
    }
}
