package dev.likeness.cluster;

import java.util.Arrays;

/// What is known of a group: the weighted sum of its faces' directions, the sum of their weights, and their photos.
/// Never changes.
final class Template {
    /// Holds nothing.
    static final Template EMPTY = new Template(new float[0], 0, new int[0]);

    /// Σ cᵢûᵢ, of the embedder's dimension.
    private final float[] sum;

    private final double weight;
    private final double squaredNorm;

    /// Numbers of the photos that the faces are in, ascending; one that holds two of them stands twice.
    private final int[] photos;

    private Template(float[] sum, double weight, int[] photos) {
        this.sum = sum;
        this.weight = weight;
        this.squaredNorm = dot(sum, sum);
        this.photos = photos;
    }

    /// Σ wᵢ.
    double weight() {
        return weight;
    }

    /// |Σ cᵢûᵢ|².
    double squaredNorm() {
        return squaredNorm;
    }

    static Template of(float[] direction, double coefficient, double weight, int photo) {
        float[] sum = direction.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] * coefficient);
        }
        return new Template(sum, weight, new int[] {photo});
    }

    Template plus(Template other) {
        float[] total = sum.clone();
        for (int i = 0; i < total.length; i++) {
            total[i] += other.sum[i];
        }
        return new Template(total, weight + other.weight, merged(photos, other.photos));
    }

    double dot(Template other) {
        return dot(sum, other.sum);
    }

    /// How many photos hold faces of both.
    int sharedPhotos(Template other) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < photos.length && j < other.photos.length) {
            int order = Integer.compare(photos[i], other.photos[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared;
    }

    private static int[] merged(int[] one, int[] other) {
        int[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        Arrays.sort(all);
        return all;
    }

    private static double dot(float[] one, float[] other) {
        float dot = 0;
        for (int i = 0; i < one.length; i++) {
            dot = Math.fma(one[i], other[i], dot);
        }
        return dot;
    }
}
