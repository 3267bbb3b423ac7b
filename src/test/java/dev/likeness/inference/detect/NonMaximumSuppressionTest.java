package dev.likeness.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonMaximumSuppressionTest {
    private static final Point ANYWHERE = new Point(0, 0);
    private static final Landmarks POINTS = new Landmarks(ANYWHERE, ANYWHERE, ANYWHERE, ANYWHERE, ANYWHERE);

    //  0    10   20   30
    //  ┌────────┐
    //  │ a ┌────┼───┐         a and b: 60 / 140 = 0.43
    //  │   │    │ b │┌──────┐ b and c do not touch
    //  └───┼────┘   ││  c   │
    //      └────────┘└──────┘
    private static final Detection A = detection(0, 0, 10, 10, 0.8f);
    private static final Detection B = detection(4, 0, 14, 10, 0.9f);
    private static final Detection C = detection(16, 0, 26, 10, 0.7f);

    @Test
    void withinPass_threeBoxes_keepsTheBetterOfTwoAndTheThirdBestFirst() {
        assertThat(NonMaximumSuppression.withinPass(List.of(A, B, C), 0.3f)).containsExactly(B, C);
    }

    @Test
    void withinPass_overlapBelowTheLimit_keepsAll() {
        assertThat(NonMaximumSuppression.withinPass(List.of(A, B, C), 0.5f)).containsExactly(B, A, C);
    }

    @Test
    void withinPass_smallFaceInFrontOfALargeOne_keepsBoth() {
        Detection adult = detection(0, 0, 100, 100, 0.9f);
        Detection child = detection(60, 60, 90, 90, 0.8f);

        assertThat(NonMaximumSuppression.withinPass(List.of(adult, child), 0.3f))
                .containsExactly(adult, child);
    }

    @Test
    void acrossPasses_halfAFaceInsideTheWhole_goes() {
        Detection whole = detection(0, 0, 100, 100, 0.9f);
        Detection corner = detection(5, 5, 45, 45, 0.8f);

        assertThat(NonMaximumSuppression.acrossPasses(List.of(corner, whole), 0.3f))
                .containsExactly(whole);
    }

    @Test
    void withinPass_equalScores_orderDoesNotDependOnTheInput() {
        Detection left = detection(0, 0, 10, 10, 0.5f);
        Detection right = detection(20, 0, 30, 10, 0.5f);

        assertThat(NonMaximumSuppression.withinPass(List.of(right, left), 0.3f)).containsExactly(left, right);
    }

    private static Detection detection(float left, float top, float right, float bottom, float score) {
        return new Detection(new Box(left, top, right, bottom), POINTS, score);
    }
}
