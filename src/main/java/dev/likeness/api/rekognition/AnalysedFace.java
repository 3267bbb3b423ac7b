package dev.likeness.api.rekognition;

import dev.likeness.api.compat.FaceBrightness;
import dev.likeness.engine.Engine;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.Probe;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One face of an image from a caller.
///
/// @param ordinal index in the detector's order
/// @param brightness 0 to 100
/// @param quality 0 to 100
record AnalysedFace(int ordinal, Probe.PictureProbe probe, double brightness, int quality, Shapes.ImageSize imageSize) {
    /// The faces of an image, largest first.
    static List<AnalysedFace> of(Engine engine, AnalysedPhoto photo) {
        Shapes.ImageSize frame = new Shapes.ImageSize(photo.width(), photo.height());
        List<Probe.PictureProbe> faces = photo.faces();
        List<Integer> qualities = engine.qualities(photo);
        return IntStream.range(0, faces.size())
                .mapToObj(i -> new AnalysedFace(
                        i,
                        faces.get(i),
                        FaceBrightness.of(photo.located().crops().get(i)),
                        qualities.get(i),
                        frame))
                .sorted(Comparator.comparingDouble((AnalysedFace seen) ->
                                seen.probe().detection().box().area())
                        .reversed())
                .toList();
    }

    /// The largest face that passes the quality filter.
    ///
    /// @throws AwsException `InvalidParameterException` if there is none
    static AnalysedFace largest(List<AnalysedFace> faces, QualityFilter bar) {
        Optional<AnalysedFace> largest = faces.stream().findFirst().filter(face -> bar.accepts(face.quality()));
        return largest.orElseThrow(
                () -> AwsException.invalid("There are no faces in the image. Should be at least 1."));
    }

    Shapes.BoundingBox box() {
        return Shapes.BoundingBox.of(probe.detection().box(), imageSize);
    }

    /// 0 to 100.
    float confidence() {
        return 100 * probe.detection().score();
    }

    Shapes.FaceDetail detail() {
        return Shapes.FaceDetail.of(probe.detection(), brightness, quality, imageSize);
    }
}
