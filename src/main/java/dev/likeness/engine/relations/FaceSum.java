package dev.likeness.engine.relations;

import dev.likeness.index.StoredFace;
import java.util.List;

/// The sum of the raw vectors of faces: its direction is that of the faces, the clear ones counting more.
final class FaceSum {
    private final double[] sum;

    private FaceSum(double[] sum) {
        this.sum = sum;
    }

    static FaceSum of(List<StoredFace> faces) {
        double[] sum = new double[faces.isEmpty() ? 0 : raw(faces.getFirst()).length];
        for (StoredFace face : faces) {
            add(sum, raw(face), 1);
        }
        return new FaceSum(sum);
    }

    /// The sum without one of its faces.
    FaceSum without(StoredFace face) {
        double[] rest = sum.clone();
        add(rest, raw(face), -1);
        return new FaceSum(rest);
    }

    /// The cosine similarity to a face; -1 if this is the sum of no faces.
    float similarity(StoredFace face) {
        float[] vector = raw(face);
        double dot = 0;
        double ofSum = 0;
        double ofFace = 0;
        for (int i = 0; i < vector.length; i++) {
            dot += sum[i] * vector[i];
            ofSum += sum[i] * sum[i];
            ofFace += (double) vector[i] * vector[i];
        }
        // What is left of the subtraction of the only face is rounding.
        return ofSum < 1e-6 * ofFace ? -1 : (float) (dot / Math.sqrt(ofSum * ofFace));
    }

    private static float[] raw(StoredFace face) {
        return face.face().embedding().raw();
    }

    private static void add(double[] sum, float[] vector, int sign) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (double) sign * vector[i];
        }
    }
}
