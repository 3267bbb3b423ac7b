package dev.likeness.evaluation.verification;

import dev.likeness.evaluation.data.BinPairs;
import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.FeatureList;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PairList;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// The pairs of a list with their faces.
///
/// @param pairs the pairs in the order of the list, without skipped ones
/// @param folds number of folds of the protocol; 0 if it has none
/// @param seeds number of degraded versions of each face
public record FacePairs(List<FacePair> pairs, int folds, int seeds) {

    /// Two faces.
    ///
    /// @param pair the pair in the list
    /// @param first the clean face, then one degraded version per seed
    /// @param second like `first`
    public record FacePair(PairList.Pair pair, List<EvaluatedFace> first, List<EvaluatedFace> second) {
        public double cosine(int version) {
            return first.get(version)
                    .embedding()
                    .direction()
                    .cosine(second.get(version).embedding().direction());
        }
    }

    /// The protocol that turns scores into an accuracy.
    public enum Protocol {
        /// LFW's ten folds, which the list must define.
        LFW10,
        /// One threshold for all pairs.
        SINGLE
    }

    public FacePairs {
        pairs = List.copyOf(pairs);
    }

    /// Reads the pairs of a list of images.
    ///
    /// @param images the directory that the list's paths are relative to
    /// @param list the file with the pairs
    /// @param seeds number of degraded versions of each picture, with seeds 1, 2, …
    /// @param graded whether the detector scores those too
    /// @param progress receives the number of pictures and returns the action to run after each
    /// @throws LikenessException the errors of the list; `NOT_FOUND`, or the reader's error, with list, line
    ///     and image, for a pair that `badInput` does not skip; `INVALID_ARGUMENT` if no pair is left
    public static FacePairs ofImages(
            FaceReader reader,
            Path images,
            Path list,
            int seeds,
            boolean graded,
            InvalidInputPolicy badInput,
            Progress progress) {
        PairList pairs = PairList.read(list, badInput);
        List<PairList.Pair> readable = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (PairList.Pair pair : pairs.pairs()) {
            Optional<Path> missing = List.of(pair.first(), pair.second()).stream()
                    .map(images::resolve)
                    .filter(file -> !Files.isRegularFile(file))
                    .findFirst();
            if (missing.isPresent()) {
                badInput.handle(new LikenessException(
                        ErrorCode.NOT_FOUND,
                        "%s, line %d: an image must exist, got: %s".formatted(list, pair.line(), missing.get())));
            } else {
                readable.add(pair);
                names.add(pair.first());
                names.add(pair.second());
            }
        }
        FaceReader.Faces faces = reader.read(
                images, names, LongStream.rangeClosed(1, seeds).boxed().toList(), graded, progress.start(names.size()));
        return join(
                list,
                new PairList(readable, pairs.folds()),
                seeds,
                badInput,
                pair -> new FacePair(pair, faces.of(pair.first()), faces.of(pair.second())));
    }

    /// Reads the pairs of a list, with features instead of images. An image is found by its path, or by the
    /// end of the path if only one feature matches.
    ///
    /// @throws LikenessException as in [#ofImages], for the list and the features
    public static FacePairs ofFeatures(Path features, Path list, InvalidInputPolicy badInput) {
        PairList pairs = PairList.read(list, badInput);
        Map<String, Optional<Embedding>> byEnd = new HashMap<>();
        Map<String, Embedding> byPath = FeatureList.read(features, badInput).byPath();
        byPath.forEach((path, embedding) -> {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                byEnd.merge(path.substring(slash + 1), Optional.of(embedding), (_, _) -> Optional.empty());
            }
        });
        byPath.forEach((path, embedding) -> byEnd.put(path, Optional.of(embedding)));
        return join(
                list,
                pairs,
                0,
                badInput,
                pair -> new FacePair(
                        pair,
                        List.of(featureFace(byEnd, features, pair.first())),
                        List.of(featureFace(byEnd, features, pair.second()))));
    }

    private static EvaluatedFace featureFace(Map<String, Optional<Embedding>> byEnd, Path features, String image) {
        Embedding embedding = byEnd.getOrDefault(image, Optional.empty())
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.NOT_FOUND,
                        "an image must have one feature in %s, got: %s".formatted(features, image)));
        return new EvaluatedFace(embedding, Double.NaN, Double.NaN);
    }

    /// Reads the pairs of an InsightFace `.bin`, which contains its aligned images.
    ///
    /// @throws LikenessException the errors of the file and the images
    public static FacePairs ofBin(FaceReader reader, Path bin, Progress progress) {
        BinPairs pairs = BinPairs.read(bin);
        List<EvaluatedFace> faces =
                reader.readAligned(pairs.images(), progress.start(pairs.images().size()));
        List<FacePair> joined = new ArrayList<>();
        for (int i = 0; i < pairs.mated().size(); i++) {
            joined.add(new FacePair(
                    new PairList.Pair(
                            "#" + 2 * i, "#" + (2 * i + 1), pairs.mated().get(i), 0, i + 1),
                    List.of(faces.get(2 * i)),
                    List.of(faces.get(2 * i + 1))));
        }
        return new FacePairs(joined, 0, 0);
    }

    private interface Join {
        FacePair join(PairList.Pair pair);
    }

    private static FacePairs join(Path list, PairList pairs, int seeds, InvalidInputPolicy badInput, Join join) {
        List<FacePair> joined = new ArrayList<>();
        for (PairList.Pair pair : pairs.pairs()) {
            try {
                joined.add(join.join(pair));
            } catch (LikenessException e) {
                badInput.handle(new LikenessException(
                        e.code(), "%s, line %d: %s".formatted(list, pair.line(), e.getMessage()), e));
            }
        }
        if (joined.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "%s: there must be a pair with two faces, got: 0".formatted(list));
        }
        return new FacePairs(joined, pairs.folds(), seeds);
    }

    /// Evaluates verification by the cosine of the clean faces.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the protocol needs folds that the list does not have
    public VerificationReport verification(Protocol protocol) {
        if (protocol == Protocol.LFW10 && folds != 10) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "the protocol lfw10 needs a list of 10 folds, got: " + folds);
        }
        return VerificationReport.of(scored(0), protocol == Protocol.SINGLE ? 0 : folds);
    }

    /// The protocol that fits the list: its ten folds, or one threshold.
    public Protocol defaultProtocol() {
        return folds == 10 ? Protocol.LFW10 : Protocol.SINGLE;
    }

    /// The score of each pair.
    ///
    /// @param version 0 for the clean faces, or the number of a degraded version
    public List<ScoredPair> scored(int version) {
        return pairs.stream()
                .map(pair -> new ScoredPair(pair.cosine(version), pair.pair.mated(), pair.pair.fold()))
                .toList();
    }
}
