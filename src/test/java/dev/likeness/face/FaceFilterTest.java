package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaceFilterTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2020, 5, 1, 12, 0);

    @Test
    void faceFilter_ruleBroken_isRefused() {
        assertThatThrownBy(() -> FaceFilter.none().withMagnitude(2, 1))
                .hasMessage("a magnitude range must have min <= max, got: 2.0 to 1.0");
        assertThatThrownBy(() -> FaceFilter.none().withMagnitude(Float.NaN, 1))
                .hasMessage("a magnitude range must have min <= max, got: NaN to 1.0");
        assertThatThrownBy(() -> FaceFilter.none().captured(NOON, NOON))
                .hasMessage("capturedFrom must be before capturedBefore, got: 2020-05-01T12:00 and 2020-05-01T12:00");
        assertThatThrownBy(() -> FaceFilter.none().ofPeople(List.of()))
                .hasMessage("a filter by people must name at least one person, got none");
    }

    @Test
    void faceFilter_conditionsAdded_keepsEarlierOnes() {
        PersonId ann = new PersonId(1);
        PersonId bo = new PersonId(2);

        FaceFilter filter = FaceFilter.none()
                .excludingPeople(List.of(bo))
                .ofPeople(List.of(ann))
                .captured(NOON, null)
                .withPathPrefix("home/")
                .withMagnitude(10, 20);

        assertThat(filter).isEqualTo(new FaceFilter(Set.of(ann), Set.of(bo), false, 10, 20, NOON, null, "home/", null));
    }

    @Test
    void faceFilter_noConditionGiven_isNone() {
        assertThat(FaceFilter.none().captured(null, null).withPathPrefix(null)).isEqualTo(FaceFilter.none());
    }
}
