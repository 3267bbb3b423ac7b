package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.face.Constraints;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Rejection;
import dev.likeness.face.UnitVector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The faces in the face space, in the order of the caller: a template and a magnitude of each. The only place
/// where a clustering keeps the vectors of all faces.
final class FaceSpaceFaces {
    /// The share of faces that may be stretched less than [#stretch]. Low-quality faces are, and searches for cores
    /// should not be wider for them.
    private static final double LOW_STRETCH = 0.2;

    private final ClusterTemplate[] templates;
    private final float[] magnitudes;
    private final double[] norms;
    private final double stretch;

    private FaceSpaceFaces(ClusterTemplate[] templates, float[] magnitudes, double stretch) {
        this.templates = templates;
        this.magnitudes = magnitudes;
        this.stretch = stretch;
        this.norms = new double[templates.length];
        for (int face = 0; face < norms.length; face++) {
            norms[face] = Math.sqrt(templates[face].squaredNorm());
        }
    }

    /// Reads each face once.
    static FaceSpaceFaces of(
            FacesToCluster faces,
            Constraints constraints,
            CoreFirstSettings settings,
            FaceSpace space,
            ClusterListener listener) {
        Map<FaceId, Set<PersonId>> rejected = constraints.rejections().stream()
                .collect(Collectors.groupingBy(
                        Rejection::face, Collectors.mapping(Rejection::person, Collectors.toSet())));
        int[] photos = photos(faces);
        ClusterTemplate[] templates = new ClusterTemplate[faces.size()];
        float[] magnitudes = new float[faces.size()];
        float[] stretches = new float[faces.size()];
        IntStream.range(0, faces.size()).parallel().forEach(face -> {
            listener.throwIfCancelled();
            Embedding original = faces.face(face).embedding();
            Embedding embedding = space.transform(original);
            double share = settings.share(embedding.magnitude(), space);
            magnitudes[face] = embedding.magnitude();
            stretches[face] = embedding.magnitude() / original.magnitude();
            templates[face] = ClusterTemplate.of(
                    embedding.direction().toArray(),
                    Math.sqrt(share) / (1 - share),
                    share / (1 - share),
                    photos[face],
                    constraints.assigned().get(faces.id(face)),
                    rejected.getOrDefault(faces.id(face), Set.of()));
        });
        Arrays.sort(stretches);
        return new FaceSpaceFaces(templates, magnitudes, stretches[(int) (LOW_STRETCH * stretches.length)]);
    }

    /// A number for the photo of each face.
    private static int[] photos(FacesToCluster faces) {
        Map<PhotoId, Integer> numbers = new HashMap<>();
        return IntStream.range(0, faces.size())
                .map(face -> numbers.computeIfAbsent(faces.id(face).photo(), _ -> numbers.size()))
                .toArray();
    }

    ClusterTemplate template(int face) {
        return templates[face];
    }

    float magnitude(int face) {
        return magnitudes[face];
    }

    /// The length of most directions after the transform; few are shorter.
    double stretch() {
        return stretch;
    }

    /// The direction of a face in the face space.
    UnitVector direction(int face) {
        return UnitVector.normalized(templates[face].sum());
    }

    /// The cosine of two faces in the face space.
    float cosine(int one, int other) {
        double cosine = templates[one].dot(templates[other]) / (norms[one] * norms[other]);
        return (float) Math.clamp(cosine, -1, 1);
    }
}
