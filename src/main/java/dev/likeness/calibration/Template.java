package dev.likeness.calibration;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import java.util.Collection;

/// What several faces of one person say together: the direction of Σ aᵢûᵢ, in which a clear face counts for more, and
/// the pooled magnitude Σ aᵢ² / Σ aᵢ, which is that of the faces the direction mostly rests on. Its cosines are
/// what [Calibration#templateMatches()] speaks of.
///
/// @param direction of the weighted sum
/// @param magnitude on the model's scale
/// @param clearest the greatest magnitude of a face
/// @param faces how many were pooled, at least 1
public record Template(UnitVector direction, float magnitude, float clearest, int faces) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a magnitude is not positive and finite or there is no face
    public Template {
        if (!(magnitude > 0 && clearest > 0) || !Float.isFinite(magnitude) || !Float.isFinite(clearest)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "magnitudes must be positive and finite, got: %s and %s".formatted(magnitude, clearest));
        }
        if (faces < 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a template must be of at least 1 face, got: " + faces);
        }
    }

    /// Pools faces.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is none, or they cancel out
    public static Template of(Collection<Embedding> faces) {
        Sum sum = new Sum();
        faces.forEach(sum::add);
        return sum.template();
    }

    /// A template in the making, for faces that stream by.
    public static final class Sum {
        private double[] direction = new double[0];
        private double magnitudes;
        private double squares;
        private float clearest;
        private int faces;

        public void add(Embedding face) {
            if (faces == 0) {
                direction = new double[face.direction().dimension()];
            }
            for (int i = 0; i < direction.length; i++) {
                direction[i] += (double) face.direction().component(i) * face.magnitude();
            }
            magnitudes += face.magnitude();
            squares += (double) face.magnitude() * face.magnitude();
            clearest = Math.max(clearest, face.magnitude());
            faces++;
        }

        public void add(Sum other) {
            if (faces == 0) {
                direction = new double[other.direction.length];
            }
            for (int i = 0; i < direction.length; i++) {
                direction[i] += other.direction[i];
            }
            magnitudes += other.magnitudes;
            squares += other.squares;
            clearest = Math.max(clearest, other.clearest);
            faces += other.faces;
        }

        public int faces() {
            return faces;
        }

        /// The template of what was added so far.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if that is nothing, or cancels out
        public Template template() {
            if (faces == 0) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a template must be of at least 1 face, got: 0");
            }
            float[] sum = new float[direction.length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (float) direction[i];
            }
            return new Template(UnitVector.normalized(sum), (float) (squares / magnitudes), clearest, faces);
        }
    }
}
