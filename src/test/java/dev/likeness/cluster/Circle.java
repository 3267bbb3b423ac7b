package dev.likeness.cluster;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import java.util.List;
import java.util.stream.IntStream;

/// Faces on the unit circle, told apart by their angle in degrees.
public final class Circle {
    /// A magnitude of a clear picture, and one of a picture that may not found or bridge a group.
    public static final float CLEAR = 20;

    public static final float POOR = 11;

    private static final Landmarks LANDMARKS =
            new Landmarks(new Point(3, 4), new Point(7, 4), new Point(5, 6), new Point(3, 8), new Point(7, 8));

    private Circle() {}

    /// Face number `ordinal` of photo number `photo`.
    public static Face face(int photo, int ordinal, double degrees, float magnitude) {
        double angle = Math.toRadians(degrees);
        return face(photo, ordinal, magnitude, (float) Math.cos(angle), (float) Math.sin(angle));
    }

    public static Face face(int photo, int ordinal, float magnitude, float... direction) {
        return new Face(
                new FaceId(new PhotoId("%064x".formatted(photo)), ordinal),
                new Detection(new Box(0, 0, 10, 10), LANDMARKS, 0.9f),
                new Embedding(UnitVector.normalized(direction), magnitude));
    }

    public static List<FaceId> ids(List<Face> faces, int... places) {
        return IntStream.of(places).mapToObj(place -> faces.get(place).id()).toList();
    }

    /// The faces of each person.
    public static List<List<FaceId>> people(ClusteringResult clusters) {
        return clusters.clusters().stream().map(ClusteringResult.Cluster::ids).toList();
    }

    public static List<FaceId> unclear(ClusteringResult clusters) {
        return clusters.unassigned().stream()
                .map(ClusteringResult.AssignedFace::id)
                .toList();
    }

    /// Compares with every face: what an index must answer.
    public static Neighbourhood exhaustive(List<Face> faces) {
        return (face, minCosine) -> IntStream.range(0, faces.size())
                .filter(other -> other != face)
                .mapToObj(other -> new Neighbourhood.Neighbour(
                        other,
                        faces.get(face)
                                .embedding()
                                .direction()
                                .cosine(faces.get(other).embedding().direction())))
                .filter(near -> near.cosine() >= minCosine)
                .toList();
    }
}
