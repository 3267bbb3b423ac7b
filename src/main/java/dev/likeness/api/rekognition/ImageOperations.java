package dev.likeness.api.rekognition;

import dev.likeness.api.http.Call;
import dev.likeness.extract.AnalysedPhoto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Operations without a collection: detect the faces of an image, compare the faces of two images.
final class ImageOperations {
    private static final float DEFAULT_THRESHOLD = 80;
    private static final int MAX_FACES = 100;

    private final CollectionAccess access;

    ImageOperations(CollectionAccess access) {
        this.access = access;
    }

    void addTo(Map<String, Operation> operations) {
        operations.put("DetectFaces", Operation.read(this::detect));
        operations.put("CompareFaces", Operation.read(this::compare));
    }

    record DetectFaces(Shapes.@Nullable Image image) {}

    record Detected(List<Shapes.FaceDetail> faceDetails) {}

    private Object detect(Call call) {
        DetectFaces wanted = AwsJson.read(call.body(), DetectFaces.class);
        return new Detected(faces("the image", Shapes.Image.required("Image", wanted.image())).stream()
                .map(AnalysedFace::detail)
                .toList());
    }

    private List<AnalysedFace> faces(String name, byte[] image) {
        AnalysedPhoto photo =
                access.backend().inference().run(() -> access.backend().engine().analyse(name, image));
        return AnalysedFace.of(access.backend().engine(), photo).stream()
                .limit(MAX_FACES)
                .toList();
    }

    record CompareFaces(
            Shapes.@Nullable Image sourceImage,
            Shapes.@Nullable Image targetImage,
            @Nullable Float similarityThreshold,
            @Nullable String qualityFilter) {}

    record Compared(
            SourceImageFace sourceImageFace,
            List<CompareFacesMatch> faceMatches,
            List<Shapes.FaceDetail> unmatchedFaces) {}

    record SourceImageFace(Shapes.BoundingBox boundingBox, float confidence) {}

    /// @param similarity 0 to 100
    record CompareFacesMatch(float similarity, Shapes.FaceDetail face) {}

    private Object compare(Call call) {
        CompareFaces wanted = AwsJson.read(call.body(), CompareFaces.class);
        byte[] source = Shapes.Image.required("SourceImage", wanted.sourceImage());
        byte[] target = Shapes.Image.required("TargetImage", wanted.targetImage());
        float threshold = Similarity.threshold("SimilarityThreshold", wanted.similarityThreshold(), DEFAULT_THRESHOLD);
        QualityFilter bar = QualityFilter.parse(wanted.qualityFilter(), "NONE");
        AnalysedFace face = AnalysedFace.largest(faces("the source image", source), bar);
        List<AnalysedFace> others = faces("the target image", target).stream()
                .filter(other -> bar.accepts(other.quality()))
                .toList();
        AnalysedFace.largest(others, bar);
        List<CompareFacesMatch> matches = new ArrayList<>();
        List<Shapes.FaceDetail> unmatched = new ArrayList<>();
        for (AnalysedFace other : others) {
            float similarity =
                    Similarity.of(access.backend().engine().verification().verify(face.probe(), other.probe()));
            if (similarity >= threshold) {
                matches.add(new CompareFacesMatch(similarity, other.detail()));
            } else {
                unmatched.add(other.detail());
            }
        }
        matches.sort(Comparator.comparingDouble(match -> -match.similarity()));
        return new Compared(
                new SourceImageFace(face.box(), face.confidence()), List.copyOf(matches), List.copyOf(unmatched));
    }
}
