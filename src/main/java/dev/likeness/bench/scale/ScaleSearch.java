package dev.likeness.bench.scale;

import dev.likeness.bench.SyntheticFaces;
import dev.likeness.bench.scale.StepResult.Figure;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.Match;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The cost of searches in one thread, and how many of the nearest faces they find.
final class ScaleSearch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int K = 10;
    private static final int WARM_UP = 2_000;
    private static final int SEARCHES = 2_000;
    private static final int FILTERED_SEARCHES = 300;
    private static final int COMPARED_PROBES = 50;

    private final GallerySnapshot snapshot;
    private final ScaleFaces faces;

    ScaleSearch(GallerySnapshot snapshot, ScaleFaces faces) {
        this.snapshot = snapshot;
        this.faces = faces;
    }

    List<Figure> figures() {
        List<PersonId> people = peopleFound();
        IntFunction<FaceFilter> all = _ -> FaceFilter.none();
        IntFunction<FaceFilter> clear =
                _ -> FaceFilter.none().withMagnitude(SyntheticFaces.MEDIAN_MAGNITUDE, Float.POSITIVE_INFINITY);
        IntFunction<FaceFilter> folder = _ -> FaceFilter.none().withPathPrefix(ScaleFaces.folder(1));
        List<Figure> figures = new ArrayList<>();
        search(WARM_UP, all);
        figures.add(new Figure("search", search(SEARCHES, all), "CPU µs"));
        figures.add(new Figure("search, clearer half", filtered(clear), "CPU µs"));
        figures.add(new Figure("search, one folder", filtered(folder), "CPU µs"));
        if (!people.isEmpty()) {
            figures.add(new Figure(
                    "search, one person",
                    filtered(search -> FaceFilter.none().ofPeople(Set.of(people.get(search % people.size())))),
                    "CPU µs"));
        }
        figures.add(new Figure("recall@10", recall(), "1"));
        return figures;
    }

    /// People of the probes' nearest faces.
    private List<PersonId> peopleFound() {
        return IntStream.range(0, FILTERED_SEARCHES)
                .mapToObj(probe -> snapshot.nearest(direction(probe), 1, FaceFilter.none()))
                .flatMap(hits -> hits.matches().stream())
                .map(Match::person)
                .<PersonId>mapMulti((person, each) -> {
                    if (person != null) {
                        each.accept(person);
                    }
                })
                .distinct()
                .toList();
    }

    private double filtered(IntFunction<FaceFilter> filter) {
        search(FILTERED_SEARCHES, filter);
        return search(FILTERED_SEARCHES, filter);
    }

    /// @return mean CPU time in microseconds
    private double search(int count, IntFunction<FaceFilter> filter) {
        List<UnitVector> probes =
                IntStream.range(0, ScaleFaces.PROBES).mapToObj(this::direction).toList();
        long start = THREADS.getCurrentThreadCpuTime();
        for (int search = 0; search < count; search++) {
            snapshot.nearest(probes.get(search % probes.size()), K, filter.apply(search));
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / count;
    }

    private UnitVector direction(int probe) {
        return faces.probe(probe % ScaleFaces.PROBES).direction();
    }

    private record Near(FaceId face, float cosine) {}

    /// The share of the truly nearest faces that searches find.
    private double recall() {
        List<UnitVector> probes =
                IntStream.range(0, COMPARED_PROBES).mapToObj(this::direction).toList();
        List<PriorityQueue<Near>> nearest = probes.stream()
                .map(_ -> new PriorityQueue<>(Comparator.comparingDouble(Near::cosine)))
                .toList();
        snapshot.forEachFace(stored -> {
            Embedding embedding = stored.face().embedding();
            for (int probe = 0; probe < COMPARED_PROBES; probe++) {
                PriorityQueue<Near> near = nearest.get(probe);
                float cosine = probes.get(probe).cosine(embedding.direction());
                if (near.size() < K || cosine > near.element().cosine()) {
                    near.add(new Near(stored.face().id(), cosine));
                    if (near.size() > K) {
                        near.remove();
                    }
                }
            }
        });
        int found = 0;
        for (int probe = 0; probe < COMPARED_PROBES; probe++) {
            Set<FaceId> hits = new HashSet<>();
            snapshot.nearest(probes.get(probe), K, FaceFilter.none())
                    .matches()
                    .forEach(match -> hits.add(match.face()));
            found += (int) nearest.get(probe).stream()
                    .filter(near -> hits.contains(near.face()))
                    .count();
        }
        return (double) found / (COMPARED_PROBES * K);
    }
}
