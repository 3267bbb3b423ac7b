package dev.likeness.evaluation.detection;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FaceSpace;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.clustering.ClusteringEvaluation;
import dev.likeness.evaluation.clustering.ScoresByPerson;
import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PairList;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.detection.LocatedFaces.LocatedFace;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.evaluation.verification.VerificationReport;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.ImageReader;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Compares what the landmarks of several detectors are worth to one embedder: how well pairs are verified
/// and people are clustered. Only faces that all detectors find count, so that nothing but the landmarks
/// differs.
///
/// @param detectors ids of at least two detectors, the evaluated one first
/// @param pairs pairs to verify; null for none
/// @param labels photos whose people are clustered; null for none
public record LandmarkEvaluation(
        List<String> detectors,
        @Nullable Pairs pairs,
        @Nullable PhotoLabels labels) {
    private static final int RESAMPLES = 500;

    /// Pairs of pictures below a folder. The face nearest to the middle of a picture counts, as in LFW.
    public record Pairs(Path images, Path list) {}

    /// @throws LikenessException `INVALID_ARGUMENT` if there are not two different detectors, or nothing to
    ///     read
    public LandmarkEvaluation {
        detectors = List.copyOf(detectors);
        if (detectors.size() < 2 || new LinkedHashSet<>(detectors).size() < detectors.size()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "landmarks are compared between at least two different detectors, got: "
                            + String.join(", ", detectors));
        }
        if (pairs == null && labels == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "landmarks are evaluated by pairs, by labelled photos, or by both, got neither");
        }
    }

    /// Reads the pictures with every detector.
    ///
    /// @param options the embedder and the detection options
    /// @param badInput what to do with pairs and photos that cannot be read
    /// @param warnings receives a warning if another device than the configured one is used
    /// @throws LikenessException the errors of opening models, of the pairs, and of reading photos
    public LandmarkReport run(
            EngineOptions options, InvalidInputPolicy badInput, Consumer<String> warnings, Progress progress) {
        ModelCatalog catalog = ModelCatalog.of(options.models().directories());
        try (InferenceRuntime runtime = InferenceRuntime.open(options.inference(), catalog, warnings)) {
            // The runtime closes everything that is opened here.
            FaceEmbedder embedder = runtime.embedder(options.models().embedder());
            ImageReader images = new ImageReader(options.image());
            List<FaceExtractor> extractors = detectors.stream()
                    .map(id -> new FaceExtractor(
                            images,
                            runtime.detector(id, options.detection()),
                            embedder,
                            options.detection().longSide(),
                            new StageTimes()))
                    .toList();
            FaceSpace space = catalog.inspect(embedder.manifest())
                    .sha256()
                    .flatMap(Calibration::builtIn)
                    .flatMap(Calibration::faceSpace)
                    .orElse(null);
            return new Run(extractors, badInput, progress)
                    .report(embedder.manifest().id(), space);
        }
    }

    private final class Run {
        private final List<FaceExtractor> extractors;
        private final InvalidInputPolicy badInput;
        private final Progress progress;

        /// The faces of the pairs' pictures and of the labelled photos.
        private final List<LocatedFaces> read = new ArrayList<>();

        Run(List<FaceExtractor> extractors, InvalidInputPolicy badInput, Progress progress) {
            this.extractors = extractors;
            this.badInput = badInput;
            this.progress = progress;
        }

        LandmarkReport report(String embedder, @Nullable FaceSpace space) {
            List<FacePairs> verified = pairs == null ? List.of() : pairs(pairs);
            People people = labels == null ? null : people(labels);
            List<LocatedFaces> common =
                    read.stream().filter(LocatedFaces::isCommon).toList();
            List<ScoresByPerson> scores = new ArrayList<>();
            for (int detector = 0; people != null && detector < detectors.size(); detector++) {
                scores.add(ClusteringEvaluation.coreFirst(people.faces(detector), people.labels, space));
            }
            List<LandmarkReport.Row> rows = new ArrayList<>();
            for (int detector = 0; detector < detectors.size(); detector++) {
                int index = detector;
                rows.add(new LandmarkReport.Row(
                        detectors.get(detector),
                        read.stream().filter(face -> face.missed().get(index)).count(),
                        verified.isEmpty() ? null : verification(verified, detector),
                        scores.isEmpty() ? null : clustering(scores, detector)));
            }
            return new LandmarkReport(
                    embedder, read.size(), common.size(), rows, EyeDifferences.between(detectors, common));
        }

        private Map<Path, LocatedFaces> read(Set<Path> files, FaceChoice choice) {
            Runnable done = progress.start(files.size());
            Map<Path, LocatedFaces> faces = new ConcurrentHashMap<>();
            Map<Path, LikenessException> failures = new ConcurrentHashMap<>();
            files.parallelStream().forEach(file -> {
                try {
                    faces.put(file, LocatedFaces.read(file, choice, extractors));
                } catch (LikenessException e) {
                    failures.put(file, e);
                }
                done.run();
            });
            Map<Path, LocatedFaces> inOrder = new LinkedHashMap<>();
            for (Path file : files) {
                LikenessException failure = failures.get(file);
                if (failure != null) {
                    badInput.handle(failure);
                } else {
                    LocatedFaces face = Objects.requireNonNull(faces.get(file));
                    inOrder.put(file, face);
                    read.add(face);
                }
            }
            return inOrder;
        }

        /// The pairs whose faces all detectors find, as each detector aligns them.
        private List<FacePairs> pairs(Pairs source) {
            PairList list = PairList.read(source.list, badInput);
            Set<Path> files = new LinkedHashSet<>();
            list.pairs().forEach(pair -> {
                files.add(source.images.resolve(pair.first()));
                files.add(source.images.resolve(pair.second()));
            });
            Map<Path, LocatedFaces> faces = read(files, FaceChoice.CENTRAL);
            List<List<FacePairs.FacePair>> joined = new ArrayList<>();
            detectors.forEach(_ -> joined.add(new ArrayList<>()));
            for (PairList.Pair pair : list.pairs()) {
                LocatedFaces first = faces.get(source.images.resolve(pair.first()));
                LocatedFaces second = faces.get(source.images.resolve(pair.second()));
                if (first != null && second != null && first.isCommon() && second.isCommon()) {
                    for (int detector = 0; detector < detectors.size(); detector++) {
                        joined.get(detector)
                                .add(new FacePairs.FacePair(
                                        pair,
                                        List.of(evaluated(first.faces().get(detector))),
                                        List.of(evaluated(second.faces().get(detector)))));
                    }
                }
            }
            if (joined.getFirst().isEmpty()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s: there must be a pair with two faces that all detectors find, got: 0"
                                .formatted(source.list));
            }
            return joined.stream()
                    .map(ofDetector -> new FacePairs(ofDetector, list.folds(), 0))
                    .toList();
        }

        private EvaluatedFace evaluated(LocatedFace face) {
            return new EvaluatedFace(face.embedding(), face.detection().score(), Double.NaN);
        }

        /// The labelled photos whose largest face all detectors find. Files of one picture count once; one
        /// with several labels does not count.
        private People people(PhotoLabels source) {
            Map<Path, String> labelOf = new LinkedHashMap<>();
            source.labels().forEach(label -> labelOf.put(label.photo(), label.person()));
            Map<PhotoId, LocatedFaces> faces = new LinkedHashMap<>();
            Map<PhotoId, Set<String>> labelsOf = new LinkedHashMap<>();
            read(labelOf.keySet(), FaceChoice.LARGEST).forEach((file, face) -> {
                if (face.isCommon()) {
                    faces.putIfAbsent(face.picture(), face);
                    labelsOf.computeIfAbsent(face.picture(), _ -> new LinkedHashSet<>())
                            .add(Objects.requireNonNull(labelOf.get(file)));
                }
            });
            List<LocatedFaces> located = new ArrayList<>();
            List<String> people = new ArrayList<>();
            labelsOf.forEach((picture, labels) -> {
                if (labels.size() > 1) {
                    badInput.handle(new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "%s: files of one picture must have one label, got: %s"
                                    .formatted(source.file(), String.join(", ", labels))));
                    return;
                }
                located.add(Objects.requireNonNull(faces.get(picture)));
                people.add(labels.iterator().next());
            });
            if (located.isEmpty()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s: there must be a labelled photo with a face that all detectors find, got: 0"
                                .formatted(source.file()));
            }
            return new People(located, people);
        }
    }

    private record People(List<LocatedFaces> located, List<String> labels) {
        List<Face> faces(int detector) {
            return located.stream()
                    .map(face -> new Face(
                            new FaceId(face.picture(), 0),
                            face.faces().get(detector).detection(),
                            face.faces().get(detector).embedding()))
                    .toList();
        }
    }

    private static LandmarkReport.Verification verification(List<FacePairs> verified, int detector) {
        VerificationReport report = verified.get(detector).verification(FacePairs.Protocol.SINGLE);
        int pairs = verified.getFirst().pairs().size();
        BitSet ours = right(verified.getFirst());
        BitSet theirs = right(verified.get(detector));
        Interval lead = detector == 0 || pairs < Figure.MIN_OBSERVATIONS
                ? null
                : new Bootstrap(RESAMPLES, 1).interval(pairs, drawn -> {
                    double difference = 0;
                    for (int pair = 0; pair < pairs; pair++) {
                        difference += drawn[pair] * ((ours.get(pair) ? 1 : 0) - (theirs.get(pair) ? 1 : 0));
                    }
                    return difference / pairs;
                });
        return new LandmarkReport.Verification(pairs, report.accuracy(), report.equalErrorRate(), lead);
    }

    /// The pairs that the most accurate threshold decides correctly.
    private static BitSet right(FacePairs pairs) {
        double threshold = pairs.verification(FacePairs.Protocol.SINGLE).threshold();
        BitSet right = new BitSet();
        IntStream.range(0, pairs.pairs().size())
                .filter(pair -> pairs.pairs().get(pair).cosine(0) >= threshold
                        == pairs.pairs().get(pair).pair().mated())
                .forEach(right::set);
        return right;
    }

    private static LandmarkReport.Clustering clustering(List<ScoresByPerson> scores, int detector) {
        ScoresByPerson ours = scores.getFirst();
        ScoresByPerson theirs = scores.get(detector);
        Interval lead = detector == 0 || ours.people() < Figure.MIN_OBSERVATIONS
                ? null
                : new Bootstrap(RESAMPLES, 1)
                        .interval(
                                ours.people(),
                                drawn -> ours.bCubed(drawn).fScore()
                                        - theirs.bCubed(drawn).fScore());
        return new LandmarkReport.Clustering(
                ours.faces(),
                ours.people(),
                theirs.bCubed().fScore(),
                theirs.bCubed().precision(),
                theirs.bCubed().recall(),
                lead);
    }
}
