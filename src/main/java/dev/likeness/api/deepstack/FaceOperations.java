package dev.likeness.api.deepstack;

import dev.likeness.api.Backend;
import dev.likeness.api.compat.KeyGallery;
import dev.likeness.api.compat.PriorFreeSimilarity;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.search.FaceVerification;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.engine.search.VerifyResult;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Operations that change nothing: detect, recognise, match.
final class FaceOperations {
    private static final String UNKNOWN = "unknown";

    /// DeepStack's.
    private static final double DEFAULT_CONFIDENCE = 0.67;

    /// A person can have several of the nearest faces, so more are searched than people are returned.
    private static final int HITS = 100;

    private static final double EVEN = 0.5;

    private final Backend backend;

    FaceOperations(Backend backend) {
        this.backend = backend;
    }

    Reply detect(Call call) {
        FormFields form = FormFields.of(call);
        double minConfidence = form.minConfidence(0);
        Stopwatch time = new Stopwatch();
        Upload image = form.image();
        byte[] bytes = call.load(image);
        AnalysedPhoto photo = time.inference(() ->
                backend.inference().run(() -> backend.engine().analyse(image.part(), bytes)));
        List<Shapes.Prediction> predictions = photo.detections().stream()
                .filter(face -> face.score() >= minConfidence)
                .map(face -> Shapes.Prediction.of(
                        face.box(), photo.width(), photo.height(), Shapes.rounded(face.score()), null))
                .toList();
        return Reply.ok(Shapes.Predictions.of(predictions, found(predictions.size()), time));
    }

    private static String found(int faces) {
        return faces == 1 ? "Found 1 face" : "Found %d faces".formatted(faces);
    }

    Reply recognise(Call call) {
        FormFields form = FormFields.of(call);
        double minConfidence = form.minConfidence(DEFAULT_CONFIDENCE);
        Stopwatch time = new Stopwatch();
        KeyGallery gallery = KeyGallery.of(backend, call);
        Upload image = form.image();
        byte[] bytes = call.load(image);
        AnalysedPhoto photo = time.inference(() -> gallery.analyse(image.part(), bytes));
        List<Optional<KnownPerson>> people = recognise(gallery, photo.faces(), minConfidence);
        List<Shapes.Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            Optional<KnownPerson> person = people.get(i);
            predictions.add(Shapes.Prediction.of(
                    photo.detections().get(i).box(),
                    photo.width(),
                    photo.height(),
                    person.map(KnownPerson::confidence).orElse(0.0),
                    person.map(KnownPerson::name).orElse(UNKNOWN)));
        }
        return Reply.ok(Shapes.Predictions.of(predictions, message(people), time));
    }

    private static String message(List<Optional<KnownPerson>> people) {
        if (people.isEmpty()) {
            return "No face found in image";
        }
        return people.stream().anyMatch(Optional::isPresent) ? "A face was recognised" : "No known faces";
    }

    /// @param confidence 0 to 1
    private record KnownPerson(String name, double confidence) {}

    /// The most probable person with a name for each face, who is at least so probable.
    private List<Optional<KnownPerson>> recognise(
            KeyGallery gallery, List<Probe.PictureProbe> faces, double minConfidence) {
        if (faces.isEmpty() || !gallery.exists()) {
            return faces.stream().map(_ -> Optional.<KnownPerson>empty()).toList();
        }
        return backend.search(SearchRequest.of(gallery.gallery(), HITS), List.of(faces)).faces().stream()
                .map(face -> face.people().stream()
                        .flatMap(hit -> knownPerson(hit).stream())
                        .filter(person -> person.confidence() >= minConfidence)
                        .max(Comparator.comparingDouble(KnownPerson::confidence)))
                .toList();
    }

    /// Without a calibration, the confidence is DeepStack's own, (1 + cosine) / 2.
    private static Optional<KnownPerson> knownPerson(SearchResult.PersonHit hit) {
        String name = hit.name();
        if (name == null) {
            return Optional.empty();
        }
        Double probability = hit.probability();
        double confidence = probability == null ? PriorFreeSimilarity.of(hit.cosine(), null, EVEN) : probability;
        return Optional.of(new KnownPerson(name, Shapes.rounded(confidence)));
    }

    Reply match(Call call) {
        List<Upload> images = FormFields.of(call).images();
        if (images.size() != 2) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "the form must have two images, image1 and image2, got: %d".formatted(images.size()));
        }
        Stopwatch time = new Stopwatch();
        KeyGallery gallery = KeyGallery.of(backend, call);
        Probe first = largestFace(call, gallery, images.getFirst(), time);
        Probe second = largestFace(call, gallery, images.getLast(), time);
        FaceVerification verification = backend.engine().verification();
        // A gallery has its own model and calibration.
        VerifyResult result = gallery.exists()
                ? verification.verify(gallery.gallery(), first, second)
                : verification.verify(first, second);
        double similarity = PriorFreeSimilarity.of(result.cosine(), result.probability(), result.prior());
        return Reply.ok(Shapes.Similarity.of(Shapes.rounded(similarity), time));
    }

    private static Probe largestFace(Call call, KeyGallery gallery, Upload image, Stopwatch time) {
        byte[] bytes = call.load(image);
        return time.inference(() -> gallery.analyse(image.part(), bytes)).faces().stream()
                .max(Comparator.comparingDouble(face -> face.detection().box().area()))
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "No face found in %s".formatted(image.part())));
    }
}
