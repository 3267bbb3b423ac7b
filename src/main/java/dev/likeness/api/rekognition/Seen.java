package dev.likeness.api.rekognition;

import dev.likeness.engine.Engine;
import dev.likeness.engine.Probe;
import dev.likeness.engine.SeenPhoto;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One face of a picture that a caller sent.
///
/// @param ordinal its place in the detector's order
/// @param quality 0 to 100
record Seen(int ordinal, Probe.Seen probe, int quality, Shapes.Frame frame) {
    /// The faces of a picture, largest first.
    static List<Seen> of(Engine engine, SeenPhoto photo) {
        Shapes.Frame frame = new Shapes.Frame(photo.width(), photo.height());
        List<Probe.Seen> faces = photo.faces();
        List<Integer> qualities = engine.qualities(photo);
        return IntStream.range(0, faces.size())
                .mapToObj(i -> new Seen(i, faces.get(i), qualities.get(i), frame))
                .sorted(Comparator.comparingDouble(
                                (Seen seen) -> seen.probe().detection().box().area())
                        .reversed())
                .toList();
    }

    /// The largest face that is good enough.
    ///
    /// @throws AwsException `InvalidParameterException` if there is none
    static Seen largest(List<Seen> faces, QualityBar bar) {
        Optional<Seen> largest = faces.stream().findFirst().filter(face -> bar.passes(face.quality()));
        return largest.orElseThrow(
                () -> AwsException.invalid("There are no faces in the image. Should be at least 1."));
    }

    Shapes.BoundingBox box() {
        return Shapes.BoundingBox.of(probe.detection().box(), frame);
    }

    /// 0 to 100.
    float confidence() {
        return 100 * probe.detection().score();
    }

    Shapes.FaceDetail detail() {
        return Shapes.FaceDetail.of(probe.detection(), quality, frame);
    }
}
