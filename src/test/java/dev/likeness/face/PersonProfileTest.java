package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Faces in the plane: two at a right angle, one between them.
class PersonProfileTest {
    private static final Face EAST = face(0, 1, 0, 10);
    private static final Face NORTH = face(1, 0, 1, 10);
    private static final Face BETWEEN = face(2, 1, 1, 10);

    @Test
    void confidence_isTheMeanCosineOfTwoFaces() {
        assertThat(PersonProfile.of(List.of(EAST, NORTH)).confidence()).isZero();
        assertThat(PersonProfile.of(List.of(EAST, NORTH, BETWEEN)).confidence())
                .isCloseTo((float) (2 * Math.sqrt(.5) / 3), within(1e-5f));
    }

    @Test
    void confidence_ofALowQualityFaceThatDoesNotFit_hardlyFalls() {
        Face lowQuality = face(1, 0, 1, .1f);

        assertThat(PersonProfile.of(List.of(EAST, face(3, 1, 0, 10), lowQuality))
                        .confidence())
                .isGreaterThan(.95f);
    }

    @Test
    void confidence_ofOneFace_isNone() {
        assertThat(PersonProfile.of(List.of(EAST)).confidence()).isNull();
    }

    @Test
    void cover_isTheClearestTypicalFace() {
        assertThat(PersonProfile.of(List.of(EAST, NORTH, BETWEEN)).cover()).isEqualTo(BETWEEN.id());
        assertThat(PersonProfile.of(List.of(face(0, 1, 0, 20), NORTH, BETWEEN)).cover())
                .isEqualTo(EAST.id());
        assertThat(PersonProfile.of(List.of(NORTH, EAST)).cover()).isEqualTo(EAST.id());
    }

    @Test
    void isOf_otherFacesOrAnotherEmbedding_isFalse() {
        PersonProfile both = PersonProfile.of(List.of(EAST, NORTH));

        assertThat(both).isEqualTo(PersonProfile.of(List.of(NORTH, EAST)));
        assertThat(both.describes(fingerprintSum(NORTH, EAST))).isTrue();
        assertThat(both.describes(fingerprintSum(EAST))).isFalse();
        assertThat(both.describes(fingerprintSum(EAST, BETWEEN))).isFalse();
        assertThat(both.describes(fingerprintSum(EAST, face(1, 0, 1, 11)))).isFalse();
    }

    @Test
    void of_noFaces_isRejected() {
        assertThatThrownBy(() -> PersonProfile.of(List.of())).hasMessage("a profile needs at least one face, got: 0");
    }

    private static long fingerprintSum(Face... faces) {
        long sum = 0;
        for (Face face : faces) {
            sum += PersonProfile.faceFingerprint(face.id(), face.embedding().magnitude());
        }
        return sum;
    }

    private static Face face(int number, float x, float y, float magnitude) {
        Point point = new Point(1, 1);
        Detection detection = new Detection(new Box(0, 0, 2, 2), new Landmarks(point, point, point, point, point), .9f);
        return new Face(
                new FaceId(new PhotoId("%064x".formatted(number)), 0),
                detection,
                new Embedding(UnitVector.normalized(new float[] {x, y}), magnitude));
    }
}
