package dev.likeness.evaluation.clustering;

import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.cluster.corefirst.CoreFirstPart;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.clustering.ComparedGallery.Version;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the moment and the company of photos are worth to core-first, on staged photos of the labelled faces
/// of a gallery ([StagedLibrary]).
public final class ContextEvaluation {
    /// What is left out of core-first, in the order of the report; nothing first.
    private static final List<Set<CoreFirstPart>> VARIANTS = List.of(
            EnumSet.noneOf(CoreFirstPart.class),
            EnumSet.of(CoreFirstPart.MOMENT),
            EnumSet.of(CoreFirstPart.COMPANY),
            EnumSet.of(CoreFirstPart.MOMENT, CoreFirstPart.COMPANY));

    private ContextEvaluation() {}

    /// Runs the evaluation with seeds 1, 2, …: each draws the degraded faces and stages the photos anew.
    ///
    /// @param degraded share of the faces to degrade, 0 to 1
    /// @param seeds number of runs, at least 1
    /// @param resamples number of bootstrap resamples
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` if a number is
    ///     out of its range, or for labels of photos that are not in the gallery, unless `badInput` skips
    ///     them
    public static ContextReport run(
            Engine engine,
            String gallery,
            PhotoLabels labels,
            double degraded,
            int seeds,
            int resamples,
            InvalidInputPolicy badInput,
            Consumer<String> progress) {
        if (!(degraded >= 0 && degraded <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the share of degraded faces must be between 0 and 1, got: " + degraded);
        }
        if (seeds < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "seeds must be at least 1, got: " + seeds);
        }
        ComparedGallery faces = ComparedGallery.read(engine, gallery, labels, degraded, seeds, badInput);
        return of(faces, degraded, seeds, new Bootstrap(resamples, 1), progress);
    }

    private static ContextReport of(
            ComparedGallery gallery, double degraded, int seeds, Bootstrap bootstrap, Consumer<String> progress) {
        List<ContextReport.Row> rows = new ArrayList<>();
        int photos = 0;
        int people = 0;
        int faces = 0;
        for (StagedLibrary.Company company : StagedLibrary.Company.values()) {
            Map<Set<CoreFirstPart>, List<ClusteringScores>> scores = new LinkedHashMap<>();
            for (int seed = 1; seed <= seeds; seed++) {
                progress.accept("%s, seed %d".formatted(word(company), seed));
                Version version = gallery.degraded().isEmpty()
                        ? gallery.clean().getFirst()
                        : gallery.degraded().get(seed - 1);
                StagedLibrary library =
                        StagedLibrary.of(labelled(gallery, version), bystanders(gallery, version), company, seed);
                photos = library.captureTimes().size();
                faces = library.faces().size();
                Version staged = Version.of(
                        library.faces().stream()
                                .map(labelled ->
                                        Objects.requireNonNull(labelled.face()).face())
                                .toList(),
                        library.captureTimes());
                for (Set<CoreFirstPart> without : VARIANTS) {
                    scores.computeIfAbsent(without, _ -> new ArrayList<>())
                            .add(scores(gallery, staged, library, without));
                }
            }
            List<ClusteringScores> ours = scores.values().iterator().next();
            people = ours.getFirst().all().people();
            for (Map.Entry<Set<CoreFirstPart>, List<ClusteringScores>> variant : scores.entrySet()) {
                rows.add(ContextReport.Row.of(
                        word(company),
                        name(variant.getKey()),
                        variant.getValue(),
                        lead(ours, variant.getValue(), people, bootstrap)));
            }
        }
        return new ContextReport(faces, people, photos, degraded, seeds, rows);
    }

    private static ClusteringScores scores(
            ComparedGallery gallery, Version staged, StagedLibrary library, Set<CoreFirstPart> without) {
        return LabelledClustering.of(
                        library.faces(),
                        staged.cluster(
                                Clusterers.coreFirstWithout(without, ClusterOptions.defaults(), gallery.space())),
                        library.faces().size(),
                        stored ->
                                gallery.scale().score(stored.face().embedding().magnitude()),
                        _ -> false)
                .scores();
    }

    private static @Nullable Interval lead(
            List<ClusteringScores> ours, List<ClusteringScores> theirs, int people, Bootstrap bootstrap) {
        return ours.equals(theirs) || people < Figure.MIN_OBSERVATIONS
                ? null
                : ClusteringComparison.lead(all(ours), all(theirs), bootstrap);
    }

    private static List<ScoresByPerson> all(List<ClusteringScores> scores) {
        return scores.stream().map(ClusteringScores::all).toList();
    }

    /// The labelled faces as they are in a version of the gallery.
    private static List<StagedLibrary.Labelled> labelled(ComparedGallery gallery, Version version) {
        Map<FaceId, Face> faces = new HashMap<>();
        version.faces().forEach(face -> faces.put(face.id(), face));
        return gallery.labelled().faces().stream()
                .flatMap(labelled -> one(labelled, faces))
                .toList();
    }

    private static Stream<StagedLibrary.Labelled> one(LabelledFace labelled, Map<FaceId, Face> faces) {
        StoredFace stored = labelled.face();
        Face face = stored == null ? null : faces.get(stored.face().id());
        return face == null ? Stream.empty() : Stream.of(new StagedLibrary.Labelled(labelled.person(), face));
    }

    /// The faces without a label.
    private static List<Face> bystanders(ComparedGallery gallery, Version version) {
        Set<FaceId> labelled = gallery.labelled().faces().stream()
                .flatMap(one -> Stream.ofNullable(one.face()))
                .map(stored -> stored.face().id())
                .collect(Collectors.toSet());
        return version.faces().stream()
                .filter(face -> !labelled.contains(face.id()))
                .sorted(Comparator.comparing(Face::id))
                .toList();
    }

    private static String name(Set<CoreFirstPart> without) {
        return without.isEmpty()
                ? "core-first"
                : without.stream()
                        .map(ContextEvaluation::word)
                        .collect(Collectors.joining(" and ", "core-first without ", ""));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
