package dev.likeness.api.compreface;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.PersonLabel;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.http.Routes.Body;
import dev.likeness.engine.Readiness;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.Probe;
import dev.likeness.face.Embedding;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Recognition, verification and detection by images or by embeddings.
final class RecognitionResource {
    private static final String V1 = "/api/v1";
    private static final int MAX_EMBEDDINGS = 1000;
    /// A subject can have several of the nearest faces, so more are searched than are returned.
    private static final int MIN_HITS = 100;

    private static final int HITS_PER_SUBJECT = 10;

    private final Backend backend;

    RecognitionResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        picture(routes, "/recognition/recognize", "compreface.recognize", this::recognise);
        picture(routes, "/recognition/faces/:image/verify", "compreface.verifyFace", this::verifyFace);
        picture(routes, "/detection/detect", "compreface.detect", this::detect);
        picture(routes, "/verification/verify", "compreface.verify", this::verify);
        routes.post(
                V1 + "/recognition/embeddings/recognize",
                "compreface.recognizeEmbeddings",
                Scope.READ,
                this::recogniseEmbeddings);
        routes.post(
                V1 + "/recognition/embeddings/faces/:image/verify",
                "compreface.verifyEmbeddings",
                Scope.READ,
                this::verifyEmbeddings);
        routes.post(
                V1 + "/verification/embeddings/verify",
                "compreface.compareEmbeddings",
                Scope.READ,
                this::compareEmbeddings);
    }

    private static void picture(
            Routes routes, String path, String operation, dev.likeness.api.http.CallHandler handler) {
        routes.add(List.of(HttpMethod.POST), V1 + path, operation, Scope.READ, Body.UPLOAD, handler);
    }

    /// The faces of an image, largest first.
    ///
    /// @throws CompreFaceException `NO_FACE`
    private static List<Probe.PictureProbe> faces(AnalysedPhoto photo, Query query, int limit) {
        float threshold = query.detectionThreshold();
        List<Probe.PictureProbe> faces = photo.faces().stream()
                .filter(face -> face.detection().score() >= threshold)
                .sorted(Comparator.comparingDouble(
                        face -> -face.detection().box().area()))
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .toList();
        if (faces.isEmpty()) {
            throw new CompreFaceException(Reason.NO_FACE, "No face is found in the given image");
        }
        return faces;
    }

    private Reply recognise(Call call) {
        Query query = Query.of(call);
        int limit = query.number("limit", 0, 0);
        int predictions = query.number("prediction_count", 1, 1);
        FaceCollection collection = FaceCollection.of(backend, call);
        AnalysedPhoto photo =
                collection.analyse(RequestBodies.picture(call, "file").bytes());
        List<Probe.PictureProbe> faces = faces(photo, query, limit);
        List<List<Shapes.Prediction>> subjects = subjects(collection, faces, predictions);
        List<Shapes.Face> result = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            result.add(Shapes.Face.of(faces.get(i), query.plugins()).with(subjects.get(i)));
        }
        return Reply.ok(new Shapes.Result<>(result, versions(query)));
    }

    /// The most probable subjects of each face.
    private List<List<Shapes.Prediction>> subjects(
            FaceCollection collection, List<? extends Probe> probes, int predictions) {
        if (!collection.exists()) {
            return probes.stream().map(_ -> List.<Shapes.Prediction>of()).toList();
        }
        long hits = Math.max(MIN_HITS, (long) predictions * HITS_PER_SUBJECT);
        SearchRequest request = SearchRequest.of(collection.gallery(), (int) Math.min(hits, SearchRequest.MAX_K));
        return backend.search(request, List.of(probes)).faces().stream()
                .map(query -> query.people().stream()
                        .map(hit -> prediction(query, hit))
                        .sorted(Comparator.comparingDouble(Shapes.Prediction::similarity)
                                .reversed())
                        .limit(predictions)
                        .toList())
                .toList();
    }

    private static Shapes.Prediction prediction(SearchResult.ProbeFace query, SearchResult.PersonHit hit) {
        return new Shapes.Prediction(PersonLabel.of(hit.person(), hit.name()), Shapes.similarity(query, hit));
    }

    private Reply verifyFace(Call call) {
        Query query = Query.of(call);
        int limit = query.number("limit", 0, 0);
        FaceCollection collection = FaceCollection.of(backend, call);
        FaceUuid.FoundFace known = collection.requireFace(call.parameter("image"));
        AnalysedPhoto photo =
                collection.analyse(RequestBodies.picture(call, "file").bytes());
        List<Shapes.Face> result = faces(photo, query, limit).stream()
                .map(face -> Shapes.Face.of(face, query.plugins())
                        .with(
                                known.personLabel(),
                                Shapes.similarity(backend.engine()
                                        .verification()
                                        .verify(
                                                collection.gallery(),
                                                new Probe.StoredFaceProbe(
                                                        known.face().face()),
                                                face))))
                .toList();
        return Reply.ok(new Shapes.Result<>(result, versions(query)));
    }

    private Reply detect(Call call) {
        Query query = Query.of(call);
        int limit = query.number("limit", 0, 0);
        List<Shapes.Face> result = faces(analyse(call, "file"), query, limit).stream()
                .map(face -> Shapes.Face.of(face, query.plugins()))
                .toList();
        return Reply.ok(new Shapes.Result<>(result, versions(query)));
    }

    private AnalysedPhoto analyse(Call call, String part) {
        byte[] picture = RequestBodies.picture(call, part).bytes();
        return backend.inference().run(() -> backend.engine().analyse(part, picture));
    }

    record Comparison(
            @JsonProperty("source_image_face") Shapes.Face sourceImageFace,
            @JsonProperty("face_matches") List<Shapes.Face> faceMatches) {}

    private Reply verify(Call call) {
        Query query = Query.of(call);
        int limit = query.number("limit", 0, 0);
        List<Probe.PictureProbe> source = faces(analyse(call, "source_image"), query, 0);
        if (source.size() > 1) {
            throw new CompreFaceException(Reason.TOO_MANY_FACES, "Found more than one face in the source image");
        }
        List<Shapes.Face> matches = faces(analyse(call, "target_image"), query, limit).stream()
                .map(face -> Shapes.Face.of(face, query.plugins())
                        .with(
                                null,
                                Shapes.similarity(
                                        backend.engine().verification().verify(source.getFirst(), face))))
                .sorted(Comparator.comparingDouble(
                        (Shapes.Face face) -> face.similarity() == null ? 0 : -face.similarity()))
                .toList();
        Shapes.Face sourceFace = Shapes.Face.of(source.getFirst(), query.plugins());
        return Reply.ok(new Shapes.Result<>(List.of(new Comparison(sourceFace, matches)), versions(query)));
    }

    /// Embeddings from the plugin `calculator`.
    record Embeddings(@Nullable List<@Nullable List<@Nullable Float>> embeddings) {}

    record RecognizedEmbedding(List<Float> embedding, List<Shapes.Prediction> similarities) {}

    private Reply recogniseEmbeddings(Call call) {
        int predictions = Query.of(call).number("prediction_count", 1, 1);
        List<Probe.EmbeddingProbe> probes =
                probes(RequestBodies.json(call, Embeddings.class).embeddings());
        FaceCollection collection = FaceCollection.of(backend, call);
        List<List<Shapes.Prediction>> subjects = subjects(collection, probes, predictions);
        List<RecognizedEmbedding> result = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            result.add(new RecognizedEmbedding(
                    Shapes.list(probes.get(i).embedding().raw()), subjects.get(i)));
        }
        return Reply.ok(new Shapes.Result<>(result, null));
    }

    record EmbeddingSimilarity(List<Float> embedding, double similarity) {}

    private Reply verifyEmbeddings(Call call) {
        FaceCollection collection = FaceCollection.of(backend, call);
        FaceUuid.FoundFace known = collection.requireFace(call.parameter("image"));
        List<EmbeddingSimilarity> result = probes(
                        RequestBodies.json(call, Embeddings.class).embeddings())
                .stream()
                .map(probe -> new EmbeddingSimilarity(
                        Shapes.list(probe.embedding().raw()),
                        Shapes.similarity(backend.engine()
                                .verification()
                                .verify(
                                        collection.gallery(),
                                        new Probe.StoredFaceProbe(known.face().face()),
                                        probe))))
                .toList();
        return Reply.ok(new Shapes.Result<>(result, null));
    }

    record Pairs(
            @Nullable List<@Nullable Float> source,
            @Nullable List<@Nullable List<@Nullable Float>> targets) {}

    private Reply compareEmbeddings(Call call) {
        Pairs pairs = RequestBodies.json(call, Pairs.class);
        Probe.EmbeddingProbe source = probe(pairs.source());
        List<EmbeddingSimilarity> result = probes(pairs.targets()).stream()
                .map(target -> new EmbeddingSimilarity(
                        Shapes.list(target.embedding().raw()),
                        Shapes.similarity(backend.engine().verification().verify(source, target))))
                .toList();
        return Reply.ok(new Shapes.Result<>(result, null));
    }

    private static List<Probe.EmbeddingProbe> probes(@Nullable List<@Nullable List<@Nullable Float>> vectors) {
        if (vectors == null || vectors.isEmpty() || vectors.size() > MAX_EMBEDDINGS) {
            throw new CompreFaceException(
                    Reason.WRONG_ARGUMENT, "embeddings must have between 1 and %d elements".formatted(MAX_EMBEDDINGS));
        }
        return vectors.stream().map(RecognitionResource::probe).toList();
    }

    private static Probe.EmbeddingProbe probe(@Nullable List<@Nullable Float> vector) {
        if (vector == null || vector.isEmpty() || vector.contains(null)) {
            throw new CompreFaceException(Reason.WRONG_ARGUMENT, "an embedding must be a list of numbers");
        }
        float[] raw = new float[vector.size()];
        for (int i = 0; i < raw.length; i++) {
            Float component = vector.get(i);
            raw[i] = component == null ? 0 : component;
        }
        return new Probe.EmbeddingProbe(Embedding.ofRaw(raw));
    }

    /// The models by CompreFace's names of their roles, if the status was requested.
    private @Nullable Map<String, String> versions(Query query) {
        return query.flag("status")
                ? backend.engine().models().readiness().models().stream()
                        .collect(Collectors.toMap(
                                model -> model.role().equals("embedder") ? "calculator" : model.role(),
                                Readiness.Model::id))
                : null;
    }
}
