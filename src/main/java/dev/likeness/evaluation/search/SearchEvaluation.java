package dev.likeness.evaluation.search;

import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.Degradation;
import dev.likeness.evaluation.data.DegradedCrops;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Latency;
import dev.likeness.evaluation.search.Identification.Enrolled;
import dev.likeness.evaluation.search.Identification.Probe;
import dev.likeness.evaluation.search.Identification.Unknown;
import dev.likeness.evaluation.verification.TemplatePooling;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Template;
import dev.likeness.face.UnitVector;
import dev.likeness.image.RgbImage;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.SearchHits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Evaluates the search in a gallery: the index against an exact scan of the same faces, and with labels,
/// open-set identification of people.
///
/// For identification, the seed splits the people into two halves, and each half is enrolled in turn with
/// half of each person's photos. People with a single photo are never enrolled. The other photos of enrolled
/// people are the probes of enrolled people; all photos of the other half are the probes of unknown people.
/// Both turns are counted together. Several methods of enrolment are compared, once with the faces as they
/// are and once with the enrolled faces degraded.
public final class SearchEvaluation {
    /// The number of queries that the 99th percentile of the latency needs.
    private static final int QUERIES = 1_000;

    private static final int[] NEIGHBOURS = {1, 10, 100};
    private static final int TIMED_NEIGHBOURS = 10;
    private static final int RESAMPLES = 1_000;

    private final GallerySnapshot gallery;
    private final Function<List<RgbImage>, List<Embedding>> embedder;
    private final long seed;

    /// @param embedder the gallery's model: one embedding per aligned crop
    /// @param seed seed that chooses queries, halves and degradations
    public SearchEvaluation(GallerySnapshot gallery, Function<List<RgbImage>, List<Embedding>> embedder, long seed) {
        this.gallery = gallery;
        this.embedder = embedder;
        this.seed = seed;
    }

    /// How a person with several faces is enrolled.
    private enum EnrolmentMethod {
        WEIGHTED_TEMPLATE("magnitude-weighted template") {
            @Override
            List<UnitVector> references(List<Embedding> faces) {
                return List.of(Template.of(faces).direction());
            }
        },
        MEAN_TEMPLATE("mean template") {
            @Override
            List<UnitVector> references(List<Embedding> faces) {
                return List.of(TemplatePooling.PLAIN
                        .template(faces.stream().map(List::of).toList())
                        .direction());
            }
        },
        BEST_FACE("face of greatest magnitude") {
            @Override
            List<UnitVector> references(List<Embedding> faces) {
                return List.of(Collections.max(faces, Comparator.comparingDouble(Embedding::magnitude))
                        .direction());
            }
        },
        NEAREST_FACE("nearest of all faces") {
            @Override
            List<UnitVector> references(List<Embedding> faces) {
                return faces.stream().map(Embedding::direction).toList();
            }
        };

        private final String description;

        EnrolmentMethod(String words) {
            this.description = words;
        }

        /// The directions that a probe is compared with; the best one counts.
        abstract List<UnitVector> references(List<Embedding> faces);
    }

    /// Evaluates a gallery.
    ///
    /// @param labels labels of the gallery's photos; null to evaluate the index only
    /// @param seed seed that chooses queries, halves and degradations
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` if it has fewer
    ///     than two faces, or for labels of photos that are not in the gallery, unless `badInput` skips them
    public static SearchReport run(
            Engine engine, String gallery, @Nullable PhotoLabels labels, long seed, InvalidInputPolicy badInput) {
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            FaceExtractor extractor = engine.extractor(snapshot.embedder().id(), new StageTimes());
            return new SearchEvaluation(snapshot, extractor::embed, seed).run(labels, badInput);
        }
    }

    public SearchReport run(@Nullable PhotoLabels labels, InvalidInputPolicy badInput) {
        List<Face> queries = queries();
        boolean exact = true;
        List<Recall> recalls = new ArrayList<>();
        List<List<FaceId>> truth = scan(queries, NEIGHBOURS[NEIGHBOURS.length - 1]);
        for (int k : NEIGHBOURS) {
            List<List<FaceId>> found = new ArrayList<>();
            for (Face query : queries) {
                SearchHits hits = gallery.nearest(query.embedding().direction(), k + 1, FaceFilter.none());
                exact &= hits.exact();
                found.add(hits.matches().stream()
                        .map(match -> match.face())
                        .filter(face -> !face.equals(query.id()))
                        .limit(k)
                        .toList());
            }
            recalls.add(Recall.at(k, truth, found));
        }
        List<EnrolmentRun> trials = labels == null
                ? List.of()
                : trials(LabelledFaces.find(labels, gallery, badInput).facesWithoutContradiction(badInput));
        return new SearchReport(
                gallery.statistics().faces(),
                exact,
                recalls,
                latency(queries),
                trials.stream()
                        .map(trial -> Identification.of(
                                trial.probes().name(),
                                trial.probes().probes().stream()
                                        .map(IdentificationDifference.PersonProbe::probe)
                                        .toList()))
                        .toList(),
                differences(trials));
    }

    /// Draws faces of the gallery uniformly (Vitter's reservoir sampling).
    private List<Face> queries() {
        Random random = new Random(seed);
        List<Face> chosen = new ArrayList<>();
        int[] seen = {0};
        gallery.forEachFace(stored -> {
            seen[0]++;
            if (chosen.size() < QUERIES) {
                chosen.add(stored.face());
            } else {
                int place = random.nextInt(seen[0]);
                if (place < QUERIES) {
                    chosen.set(place, stored.face());
                }
            }
        });
        if (chosen.size() < 2) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a gallery must hold at least two faces to be searched, got: " + chosen.size());
        }
        return chosen;
    }

    /// The exact neighbours of each query among all other faces, nearest first, in one pass over the gallery.
    private List<List<FaceId>> scan(List<Face> queries, int k) {
        record Neighbour(FaceId face, float cosine) {}
        Comparator<Neighbour> nearestFirst =
                Comparator.comparingDouble(Neighbour::cosine).reversed().thenComparing(Neighbour::face);
        List<PriorityQueue<Neighbour>> nearest = queries.stream()
                .map(_ -> new PriorityQueue<>(nearestFirst.reversed()))
                .toList();
        gallery.forEachFace(stored -> {
            Face face = stored.face();
            for (int i = 0; i < queries.size(); i++) {
                PriorityQueue<Neighbour> best = nearest.get(i);
                Face query = queries.get(i);
                float cosine =
                        query.embedding().direction().cosine(face.embedding().direction());
                if (query.id().equals(face.id())
                        || (best.size() == k && best.element().cosine() > cosine)) {
                    continue;
                }
                best.add(new Neighbour(face.id(), cosine));
                if (best.size() > k) {
                    best.remove();
                }
            }
        });
        return nearest.stream()
                .map(best ->
                        best.stream().sorted(nearestFirst).map(Neighbour::face).toList())
                .toList();
    }

    /// Measures queries one after the other, on one thread. The measurement of recall was the warm-up.
    private Latency latency(List<Face> queries) {
        List<Duration> durations = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            UnitVector direction = queries.get(i % queries.size()).embedding().direction();
            long start = System.nanoTime();
            gallery.nearest(direction, TIMED_NEIGHBOURS, FaceFilter.none());
            durations.add(Duration.ofNanos(System.nanoTime() - start));
        }
        return Latency.of(durations);
    }

    /// The faces of one person, in a seeded random order.
    private record Person(String name, List<Face> faces) {
        List<Face> enrolled() {
            return faces.size() < 2 ? List.of() : faces.subList(0, (faces.size() + 1) / 2);
        }

        List<Face> probes() {
            return faces.subList(enrolled().size(), faces.size());
        }
    }

    /// One method of enrolment, in one state of the gallery.
    private record EnrolmentRun(EnrolmentMethod method, String galleryState, IdentificationDifference.Probes probes) {}

    private List<EnrolmentRun> trials(List<LabelledFace> labelled) {
        List<Person> people = people(labelled);
        List<List<Person>> halves = List.of(half(people, 0), half(people, 1));
        Map<FaceId, Embedding> clean = new HashMap<>();
        people.forEach(person -> person.enrolled().forEach(face -> clean.put(face.id(), face.embedding())));
        Map<String, Map<FaceId, Embedding>> galleries = new LinkedHashMap<>();
        galleries.put("clean", clean);
        galleries.put(
                "degraded",
                new DegradedCrops(gallery, embedder)
                        .embed(clean.keySet(), face -> Degradation.seeded(seed, face.toString())));
        Map<String, Integer> numbers = new HashMap<>();
        people.forEach(person -> numbers.put(person.name(), numbers.size()));
        List<EnrolmentRun> trials = new ArrayList<>();
        galleries.forEach((state, embeddings) -> {
            for (EnrolmentMethod way : EnrolmentMethod.values()) {
                List<IdentificationDifference.PersonProbe> probes = new ArrayList<>();
                for (int turn = 0; turn < 2; turn++) {
                    search(halves.get(turn), halves.get(1 - turn), way, embeddings, (person, probe) -> {
                        int number = Objects.requireNonNull(numbers.get(person.name()));
                        probes.add(new IdentificationDifference.PersonProbe(number, probe));
                    });
                }
                trials.add(new EnrolmentRun(
                        way,
                        state,
                        new IdentificationDifference.Probes(way.description + ", " + state + " gallery", probes)));
            }
        });
        return trials;
    }

    /// The magnitude-weighted template compared with each other method, in the same state of the gallery.
    private List<IdentificationDifference> differences(List<EnrolmentRun> trials) {
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, seed);
        List<IdentificationDifference> differences = new ArrayList<>();
        for (EnrolmentRun judged : trials) {
            for (EnrolmentRun rival : trials) {
                if (judged.method == EnrolmentMethod.WEIGHTED_TEMPLATE
                        && rival.method != judged.method
                        && rival.galleryState.equals(judged.galleryState)) {
                    differences.addAll(IdentificationDifference.of(judged.probes, rival.probes, bootstrap));
                }
            }
        }
        return differences;
    }

    private List<Person> people(List<LabelledFace> labelled) {
        Map<String, List<Face>> faces = new TreeMap<>();
        for (LabelledFace label : labelled) {
            if (label.face() != null) {
                faces.computeIfAbsent(label.person(), _ -> new ArrayList<>())
                        .add(label.face().face());
            }
        }
        Random random = new Random(seed);
        List<Person> people = new ArrayList<>();
        faces.forEach((name, theirs) -> {
            theirs.sort(Comparator.comparing(Face::id));
            Collections.shuffle(theirs, random);
            people.add(new Person(name, List.copyOf(theirs)));
        });
        Collections.shuffle(people, random);
        return people;
    }

    private static List<Person> half(List<Person> people, int which) {
        return people.subList(which * (people.size() / 2), which == 0 ? people.size() / 2 : people.size());
    }

    /// @param found receives each probe with its person
    private static void search(
            List<Person> enrolled,
            List<Person> unknown,
            EnrolmentMethod way,
            Map<FaceId, Embedding> embeddings,
            BiConsumer<Person, Probe> found) {
        List<Person> known =
                enrolled.stream().filter(person -> !person.enrolled().isEmpty()).toList();
        List<List<UnitVector>> references = known.stream()
                .map(person -> way.references(person.enrolled().stream()
                        .map(face -> embeddings.getOrDefault(face.id(), face.embedding()))
                        .toList()))
                .toList();
        for (int i = 0; i < known.size(); i++) {
            for (Face face : known.get(i).probes()) {
                double[] scores = scores(face, references);
                double mate = scores[i];
                int better = (int)
                        Arrays.stream(scores).filter(score -> score > mate).count();
                found.accept(known.get(i), new Enrolled(better + 1, mate));
            }
        }
        for (Person stranger : unknown) {
            for (Face face : stranger.faces()) {
                found.accept(
                        stranger,
                        new Unknown(
                                Arrays.stream(scores(face, references)).max().orElse(Double.NEGATIVE_INFINITY)));
            }
        }
    }

    /// The similarity of a probe to each person.
    private static double[] scores(Face probe, List<List<UnitVector>> references) {
        UnitVector direction = probe.embedding().direction();
        return references.stream()
                .mapToDouble(theirs ->
                        theirs.stream().mapToDouble(direction::cosine).max().orElseThrow())
                .toArray();
    }
}
