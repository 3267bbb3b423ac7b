package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoOrientationTest {
    @ParameterizedTest
    @EnumSource(Orientation.class)
    void restated_afterAUserTurnedThePhoto_showsItAsBefore(Orientation now) {
        PhotoOrientation said = new PhotoOrientation(Orientation.TURN_CLOCKWISE, PhotoOrientation.turn(180), true);

        PhotoOrientation restated = said.restated(now);

        assertThat(restated.total()).isEqualTo(said.total());
        assertThat(restated.stated()).isEqualTo(now);
        assertThat(restated.byUser()).isTrue();
    }

    @Test
    void restated_afterTheFacesTurnedThePhoto_isWhatTheFileStates() {
        PhotoOrientation found = new PhotoOrientation(Orientation.UPRIGHT, Orientation.UPSIDE_DOWN);

        assertThat(found.restated(Orientation.TURN_CLOCKWISE))
                .isEqualTo(PhotoOrientation.of(Orientation.TURN_CLOCKWISE));
        assertThat(found.restated(Orientation.UPRIGHT)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void degrees_ofATurn_areThose(int degrees) {
        PhotoOrientation turned = new PhotoOrientation(Orientation.UPRIGHT, PhotoOrientation.turn(degrees), true);

        assertThat(turned.degrees()).isEqualTo(degrees);
    }

    @ParameterizedTest
    @ValueSource(ints = {-90, 45, 360})
    void turn_byAnotherNumber_throws(int degrees) {
        assertThatThrownBy(() -> PhotoOrientation.turn(degrees))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("got: " + degrees);
    }
}
