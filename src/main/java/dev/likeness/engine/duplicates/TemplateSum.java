package dev.likeness.engine.duplicates;

import dev.likeness.face.Embedding;
import dev.likeness.face.Template;
import dev.likeness.face.UnitVector;

/// Accumulates faces into a [Template] one by one, so that they need not be in memory together. The result
/// equals [Template#of(java.util.Collection)] for the same faces.
final class TemplateSum {
    private double[] direction = new double[0];
    private double magnitudes;
    private double squares;
    private float maxMagnitude;
    private int faces;

    void add(Embedding face) {
        if (faces == 0) {
            direction = new double[face.direction().dimension()];
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] += (double) face.direction().component(i) * face.magnitude();
        }
        magnitudes += face.magnitude();
        squares += (double) face.magnitude() * face.magnitude();
        maxMagnitude = Math.max(maxMagnitude, face.magnitude());
        faces++;
    }

    void add(TemplateSum other) {
        if (faces == 0) {
            direction = new double[other.direction.length];
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] += other.direction[i];
        }
        magnitudes += other.magnitudes;
        squares += other.squares;
        maxMagnitude = Math.max(maxMagnitude, other.maxMagnitude);
        faces += other.faces;
    }

    int faces() {
        return faces;
    }

    /// The template of all added faces.
    ///
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if no face was added, or the faces
    ///     cancel out
    DuplicatePairs.Person person() {
        float[] sum = new float[direction.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) direction[i];
        }
        return new DuplicatePairs.Person(
                new Template(UnitVector.normalized(sum), maxMagnitude, faces), (float) (squares / magnitudes));
    }
}
