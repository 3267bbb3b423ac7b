package dev.likeness.index.lucene.search;

import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/// Finds the templates nearest to some subjects by comparing each subject with every template. All subjects are
/// compared with a template while it is in the processor's cache, since reading the templates takes longest.
public final class NearestTemplates {
    /// Maximum difference of two ways to add up a cosine.
    private static final float ROUNDING = 1e-4f;

    /// A template near a subject.
    ///
    /// @param template its place in the list of templates
    /// @param cosine as [UnitVector#cosine] computes it
    public record Near(int template, float cosine) {}

    /// Tells which templates a subject is not compared with.
    @FunctionalInterface
    public interface Exclusion {
        /// Whether a template is no answer for a subject; both by their places.
        boolean excludes(int subject, int template);
    }

    private NearestTemplates() {}

    /// The `k` nearest templates of each subject, nearest first; of equally near ones the first in the list.
    ///
    /// @param subjects unit vectors
    /// @param templates unit vectors of the same dimension
    public static List<List<Near>> of(List<float[]> subjects, List<float[]> templates, int k, Exclusion exclusion) {
        List<List<Near>> nearest = new ArrayList<>();
        subjects.forEach(_ -> nearest.add(new ArrayList<>()));
        for (int template = 0; template < templates.size(); template++) {
            float[] vector = templates.get(template);
            for (int subject = 0; subject < subjects.size(); subject++) {
                List<Near> own = nearest.get(subject);
                float[] direction = subjects.get(subject);
                if ((own.size() == k && VectorUtil.dotProduct(direction, vector) < own.getLast().cosine - ROUNDING)
                        || exclusion.excludes(subject, template)) {
                    continue;
                }
                add(own, new Near(template, Math.clamp(UnitVector.dot(direction, vector), -1f, 1f)), k);
            }
        }
        return nearest;
    }

    private static void add(List<Near> nearest, Near near, int k) {
        int place = nearest.size();
        while (place > 0 && nearest.get(place - 1).cosine < near.cosine) {
            place--;
        }
        if (place < k) {
            nearest.add(place, near);
            if (nearest.size() > k) {
                nearest.removeLast();
            }
        }
    }
}
