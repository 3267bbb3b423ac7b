package dev.likeness.evaluation.clustering;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.calibration.QualityScale;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Evaluates small galleries that are parts of a large one. Its labelled people are dealt at random, and the
/// photos of each part, a subgallery, are clustered by core-first as a gallery of their own, in memory.
///
/// How much evidence two faces need depends on the gallery ([dev.likeness.cluster.GalleryPrior]), so the whole
/// gallery does not show how well its parts would be clustered. Galleries of the same photos, made with
/// different models, are divided alike and compared person by person.
public final class SubgalleryEvaluation {
    private final Plan plan;
    private final List<LabelledGallery> galleries;

    /// All labelled people, in the order of their names.
    private final List<String> people;

    private SubgalleryEvaluation(Plan plan, List<LabelledGallery> galleries) {
        this.plan = plan;
        this.galleries = galleries;
        this.people = List.copyOf(galleries.getFirst().people.keySet());
    }

    /// How to divide a gallery.
    ///
    /// @param subgalleries number of subgalleries of one division, at least 1
    /// @param seeds number of divisions, at least 1
    /// @param against galleries of the same photos to compare with, in the order of the report
    /// @param resamples number of bootstrap resamples
    public record Plan(int subgalleries, int seeds, List<String> against, int resamples) {

        /// @throws LikenessException `INVALID_ARGUMENT` if a number is below 1
        public Plan {
            against = List.copyOf(against);
            if (subgalleries < 1 || seeds < 1) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "subgalleries and seeds must be at least 1, got: %d and %d".formatted(subgalleries, seeds));
            }
        }
    }

    /// Runs the evaluation. Photos without a label are left out.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` for labels of
    ///     photos that are not in it, unless `badInput` skips them, if there are fewer people than
    ///     subgalleries, or if the galleries do not have the same labelled photos
    public static SubgalleryReport run(
            Engine engine, String gallery, PhotoLabels labels, Plan plan, InvalidInputPolicy badInput) {
        List<LabelledGallery> galleries = new ArrayList<>(List.of(read(engine, gallery, labels, badInput)));
        plan.against.forEach(other -> galleries.add(read(engine, other, labels, badInput)));
        return evaluate(plan, galleries);
    }

    private static LabelledGallery read(
            Engine engine, String gallery, PhotoLabels labels, InvalidInputPolicy badInput) {
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            return LabelledGallery.of(
                    gallery,
                    snapshot,
                    LabelledFaces.find(labels, snapshot, badInput),
                    engine.galleries()
                            .calibration(gallery)
                            .flatMap(calibration -> calibration.faceSpace())
                            .orElse(null),
                    engine.galleries().qualityScale(gallery));
        }
    }

    /// @param galleries the gallery, then those that it is compared with
    static SubgalleryReport evaluate(Plan plan, List<LabelledGallery> galleries) {
        Set<PhotoId> photos = galleries.getFirst().labelledPhotos();
        for (LabelledGallery other : galleries) {
            Set<PhotoId> others = other.labelledPhotos();
            if (!others.equals(photos)) {
                Set<PhotoId> common = new HashSet<>(photos);
                common.retainAll(others);
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "galleries to compare must have the same labelled photos, got: %s with %d and %s with %d, %d of them in both"
                                .formatted(
                                        galleries.getFirst().name,
                                        photos.size(),
                                        other.name,
                                        others.size(),
                                        common.size()));
            }
        }
        return new SubgalleryEvaluation(plan, galleries).report();
    }

    /// Deals people at random into parts whose sizes differ by at most one. Depends on the names alone, so that
    /// galleries of the same photos are divided alike.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer people than parts
    static List<List<String>> deal(Collection<String> people, int parts, long seed) {
        List<String> shuffled = new ArrayList<>(new TreeSet<>(people));
        if (shuffled.size() < parts) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there must be at least as many labelled people as subgalleries, got: %d and %d"
                            .formatted(shuffled.size(), parts));
        }
        Collections.shuffle(shuffled, new SplittableRandom(seed));
        return IntStream.range(0, parts)
                .mapToObj(part -> IntStream.range(0, shuffled.size())
                        .filter(place -> place % parts == part)
                        .mapToObj(shuffled::get)
                        .sorted()
                        .toList())
                .toList();
    }

    /// A gallery with its labelled faces.
    ///
    /// @param people the labelled faces of each person
    /// @param photos all faces of each photo that has one
    /// @param space null if there is no fit for the embedder
    record LabelledGallery(
            String name,
            TreeMap<String, List<LabelledFace>> people,
            Map<PhotoId, List<Face>> photos,
            @Nullable FaceSpace space,
            QualityScale scale) {

        static LabelledGallery of(
                String name,
                GallerySnapshot snapshot,
                LabelledFaces labelled,
                @Nullable FaceSpace space,
                QualityScale scale) {
            TreeMap<String, List<LabelledFace>> people = new TreeMap<>();
            labelled.faces()
                    .forEach(face -> people.computeIfAbsent(face.person(), _ -> new ArrayList<>())
                            .add(face));
            Map<PhotoId, List<Face>> photos = new HashMap<>();
            snapshot.forEachFace(
                    stored -> photos.computeIfAbsent(stored.face().id().photo(), _ -> new ArrayList<>())
                            .add(stored.face()));
            return new LabelledGallery(name, people, photos, space, scale);
        }

        private Set<PhotoId> labelledPhotos() {
            Set<PhotoId> labelled = new HashSet<>();
            people.values().forEach(faces -> faces.forEach(face -> labelled.add(face.photo())));
            return labelled;
        }

        /// Clusters all faces of the photos of some people.
        private Subgallery cluster(List<String> some) {
            List<LabelledFace> labelled = some.stream()
                    .flatMap(person -> people.getOrDefault(person, List.of()).stream())
                    .toList();
            List<Face> faces = labelled.stream()
                    .flatMap(face -> photos.getOrDefault(face.photo(), List.of()).stream())
                    .toList();
            LabelledClustering clustering = LabelledClustering.of(
                    labelled,
                    LabelledClustering.numbered(Clusterers.create(ClusterOptions.defaults(), space)
                            .cluster(faces, new PrecomputedNeighbourhood(faces))),
                    faces.size(),
                    stored -> scale.score(stored.face().embedding().magnitude()),
                    _ -> false);
            return new Subgallery(
                    labelled.size(), faces.size(), clustering.scores().all());
        }
    }

    /// A clustered subgallery.
    ///
    /// @param scores of its people in the order of their names
    private record Subgallery(int photos, int faces, ScoresByPerson scores) {}

    /// One part of one division.
    ///
    /// @param people indices of its people, ascending
    /// @param clustered the subgallery in each gallery
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(int division, int[] people, List<Subgallery> clustered) {

        /// BCubed F in one gallery.
        ///
        /// @param drawn how often each person of the whole gallery is counted
        double f(int gallery, int[] drawn) {
            int[] here = IntStream.of(people).map(person -> drawn[person]).toArray();
            return clustered.get(gallery).scores.bCubed(here).fScore();
        }
    }

    private SubgalleryReport report() {
        List<Part> parts = new ArrayList<>();
        for (int seed = 1; seed <= plan.seeds; seed++) {
            for (List<String> names : deal(people, plan.subgalleries, seed)) {
                parts.add(new Part(
                        seed,
                        names.stream()
                                .mapToInt(name -> Collections.binarySearch(people, name))
                                .toArray(),
                        galleries.stream()
                                .map(gallery -> gallery.cluster(names))
                                .toList()));
            }
        }
        return new SubgalleryReport(
                people.size(),
                plan.subgalleries,
                plan.seeds,
                IntStream.range(0, galleries.size())
                        .mapToObj(gallery -> row(gallery, parts))
                        .toList(),
                parts.stream().map(this::subgallery).toList());
    }

    private SubgalleryReport.Row row(int gallery, List<Part> parts) {
        List<ScoresByPerson> scores =
                parts.stream().map(part -> part.clustered.get(gallery).scores).toList();
        return new SubgalleryReport.Row(
                galleries.get(gallery).name,
                interval(drawn -> meanF(parts, gallery, drawn)),
                mean(scores.stream().mapToDouble(part -> part.bCubed().fScore())),
                mean(scores.stream().mapToDouble(part -> part.bCubed().precision())),
                mean(scores.stream().mapToDouble(part -> part.bCubed().recall())),
                mean(scores.stream().mapToDouble(ScoresByPerson::falseJoins)),
                mean(scores.stream().mapToDouble(ScoresByPerson::falseSplits)),
                gallery == 0 ? null : interval(drawn -> meanF(parts, 0, drawn) - meanF(parts, gallery, drawn)));
    }

    private static double mean(DoubleStream values) {
        return values.average().orElseThrow();
    }

    private static double meanF(List<Part> parts, int gallery, int[] drawn) {
        return mean(parts.stream().mapToDouble(part -> part.f(gallery, drawn)));
    }

    private @Nullable Interval interval(ToDoubleFunction<int[]> statistic) {
        return people.size() < Figure.MIN_OBSERVATIONS
                ? null
                : new Bootstrap(plan.resamples, 1).interval(people.size(), statistic);
    }

    private SubgalleryReport.Subgallery subgallery(Part part) {
        Subgallery first = part.clustered.getFirst();
        return new SubgalleryReport.Subgallery(
                part.division,
                part.people.length,
                first.photos,
                first.faces,
                part.clustered.stream()
                        .map(clustered -> clustered.scores.bCubed().fScore())
                        .toList());
    }
}
