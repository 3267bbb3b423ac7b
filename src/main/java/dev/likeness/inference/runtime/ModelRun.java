package dev.likeness.inference.runtime;

import java.util.Map;
import java.util.TreeMap;

/// A run of a model, by the shape of its input `float[n, 3, height, width]`.
///
/// @param model id of the model
/// @param n number of pictures in the batch
/// @param height in pixels, including padding
/// @param width in pixels, including padding
public record ModelRun(String model, int n, int height, int width) implements Comparable<ModelRun> {
    /// The runs between two counts.
    public static Map<ModelRun, Long> between(Map<ModelRun, Long> before, Map<ModelRun, Long> after) {
        Map<ModelRun, Long> runs = new TreeMap<>();
        after.forEach((run, count) -> {
            long more = count - before.getOrDefault(run, 0L);
            if (more > 0) {
                runs.put(run, more);
            }
        });
        return runs;
    }

    @Override
    public int compareTo(ModelRun other) {
        int byModel = model.compareTo(other.model);
        if (byModel != 0) {
            return byModel;
        }
        int byBatch = Integer.compare(n, other.n);
        if (byBatch != 0) {
            return byBatch;
        }
        int byHeight = Integer.compare(height, other.height);
        return byHeight != 0 ? byHeight : Integer.compare(width, other.width);
    }
}
