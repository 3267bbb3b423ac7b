package dev.likeness.engine;

import dev.likeness.face.Face;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sums up a person's faces into a template, Σ aû with a the magnitude, and finds the face that shows
/// them best: the one of the greatest magnitude × cosine to the template.
final class Cover {
    private float @Nullable [] template;

    void add(Face face) {
        float[] raw = face.embedding().raw();
        if (template == null) {
            template = raw;
            return;
        }
        for (int i = 0; i < raw.length; i++) {
            template[i] += raw[i];
        }
    }

    /// How well a face shows the person, up to a factor that is the same for all.
    double fitness(Face face) {
        if (template == null) {
            return 0;
        }
        float[] raw = face.embedding().raw();
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            sum += (double) raw[i] * template[i];
        }
        return sum;
    }

    /// The best of these faces; of several, the one of the smallest id.
    static Optional<Face> of(List<Face> faces) {
        Cover cover = new Cover();
        faces.forEach(cover::add);
        return faces.stream()
                .max(Comparator.comparingDouble(cover::fitness).thenComparing(Face::id, Comparator.reverseOrder()));
    }
}
