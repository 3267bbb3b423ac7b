package dev.likeness.evaluation.calibration;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FaceSpace;
import dev.likeness.calibration.LabelledPair;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.QualityScale;
import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Fits a calibration of a model's cosines and magnitudes on pairs of pictures and their seeded degradations.
///
/// The quality scale is fitted on the magnitudes of all versions of all pictures. A picture's folder
/// identifies its person. The probability is fitted on all pairs of pictures of one person, in random
/// versions, and on 100,000 impostor pairs drawn in the same way, so that quality alone is no evidence. False
/// match rates are counted on 4,000,000 impostor pairs. Template pairs are drawn from the same pictures
/// ([DisjointTemplates]) and fitted separately.
///
/// If the pairs of the list contradict the folders, no pairs are drawn. Then the list is used in every
/// combination of versions (clean with clean, degraded with degraded, clean with degraded), and no templates
/// can be made.
public final class CalibrationFitter {
    private static final int IMPOSTORS_FOR_PROBABILITY = 100_000;
    private static final int IMPOSTORS_FOR_RATES = 4_000_000;

    /// A limit, so that a person with hundreds of pictures does not outweigh the others.
    private static final int MAX_PAIRS_PER_PERSON = 30;

    private static final int DEALS_PER_PICTURE = 4;
    private static final long MIN_TEMPLATE_DEALS = 100;

    /// With fewer pictures, the face space of the model itself is more accurate.
    private static final int MIN_PICTURES_PER_DIMENSION = 4;

    private final FacePairs faces;
    private final long seed;
    private final int impostorsForProbability;
    private final int impostorsForRates;

    /// @param faces pairs with at least one degraded version
    /// @param seed random seed
    public CalibrationFitter(FacePairs faces, long seed) {
        this(faces, seed, IMPOSTORS_FOR_PROBABILITY, IMPOSTORS_FOR_RATES);
    }

    CalibrationFitter(FacePairs faces, long seed, int impostorsForProbability, int impostorsForRates) {
        if (faces.seeds() == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a calibration needs at least one degraded version, got: 0");
        }
        this.faces = faces;
        this.seed = seed;
        this.impostorsForProbability = impostorsForProbability;
        this.impostorsForRates = impostorsForRates;
    }

    /// Fits the calibration and writes it to a file.
    ///
    /// @param modelSha256 SHA-256 of the model that embedded the faces
    /// @param fittedOn short description of the data
    /// @param cosineOnly whether to ignore quality in the probability, for a calibration to compare with
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 100 mated or 100 impostor pairs;
    ///     `IO_FAILED` if the file cannot be written
    public CalibrationFitReport write(Path file, String modelSha256, String fittedOn, boolean cosineOnly) {
        Calibration calibration = fit(modelSha256, fittedOn, cosineOnly);
        calibration.write(file);
        return CalibrationFitReport.of(file.toString(), calibration, pictures());
    }

    /// Fits the calibration that [#write(Path, String, String, boolean)] writes.
    Calibration fit(String modelSha256, String fittedOn, boolean cosineOnly) {
        Map<String, List<EvaluatedFace>> pictures = pictures();
        QualityScale scale = QualityScale.fit(pictures.values().stream()
                .flatMap(List::stream)
                .mapToDouble(face -> face.embedding().magnitude())
                .toArray());
        List<Person> people = people(pictures);
        boolean named = people.size() > 1
                && faces.pairs().stream()
                        .allMatch(pair -> person(pair.pair().first())
                                        .equals(person(pair.pair().second()))
                                == pair.pair().mated());
        return named
                ? new Calibration(
                        modelSha256,
                        fittedOn,
                        scale,
                        faceMatches(people, scale, cosineOnly),
                        templateMatches(people, scale, cosineOnly),
                        space(people))
                : new Calibration(
                        modelSha256, fittedOn, scale, fit(listed(scale), listed(scale), cosineOnly), null, null);
    }

    private MatchCalibration fit(List<LabelledPair> learned, List<LabelledPair> counted, boolean cosineOnly) {
        return cosineOnly
                ? MatchCalibration.fitCosineOnly(learned, counted, seed)
                : MatchCalibration.fit(learned, counted, seed);
    }

    private Map<String, List<EvaluatedFace>> pictures() {
        Map<String, List<EvaluatedFace>> pictures = new TreeMap<>();
        for (FacePairs.FacePair pair : faces.pairs()) {
            pictures.put(pair.pair().first(), pair.first());
            pictures.put(pair.pair().second(), pair.second());
        }
        return pictures;
    }

    /// @param pictures versions of each picture, at least one
    private record Person(String name, List<List<EvaluatedFace>> pictures) {}

    private static List<Person> people(Map<String, List<EvaluatedFace>> pictures) {
        Map<String, List<List<EvaluatedFace>>> people = new TreeMap<>();
        pictures.forEach((image, versions) ->
                people.computeIfAbsent(person(image), _ -> new ArrayList<>()).add(versions));
        return people.entrySet().stream()
                .map(entry -> new Person(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Fits the face space; null if there are too few pictures.
    private static @Nullable FaceSpace space(List<Person> people) {
        List<FaceSpace.Sample> samples = new ArrayList<>();
        for (int person = 0; person < people.size(); person++) {
            for (List<EvaluatedFace> versions : people.get(person).pictures()) {
                Embedding clean = versions.getFirst().embedding();
                // An undegraded version equals the clean one and contains no information about degradation.
                List<Embedding> degraded = versions.stream()
                        .skip(1)
                        .map(EvaluatedFace::embedding)
                        .filter(version -> version.magnitude() != clean.magnitude())
                        .toList();
                samples.add(new FaceSpace.Sample(person, clean, degraded));
            }
        }
        int dimension = samples.getFirst().clean().direction().dimension();
        return samples.size() < MIN_PICTURES_PER_DIMENSION * dimension ? null : FaceSpace.fit(samples);
    }

    private MatchCalibration faceMatches(List<Person> people, QualityScale scale, boolean cosineOnly) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledPair> learned = new ArrayList<>();
        for (Person person : people) {
            for (List<List<EvaluatedFace>> two : drawPairs(person, random)) {
                // As many draws as there are versions on both sides.
                for (int draw = 0; draw < 2 * (faces.seeds() + 1); draw++) {
                    learned.add(pair(
                            scale,
                            two.getFirst().get(version(random)).embedding(),
                            two.getLast().get(version(random)).embedding(),
                            person,
                            person));
                }
            }
        }
        learned.addAll(faceImpostors(people, scale, impostorsForProbability, random));
        return fit(learned, faceImpostors(people, scale, impostorsForRates, random), cosineOnly);
    }

    private static List<List<List<EvaluatedFace>>> drawPairs(Person person, SplittableRandom random) {
        List<List<List<EvaluatedFace>>> pairs = new ArrayList<>();
        for (int i = 0; i < person.pictures.size(); i++) {
            for (int j = i + 1; j < person.pictures.size(); j++) {
                pairs.add(List.of(person.pictures.get(i), person.pictures.get(j)));
            }
        }
        Collections.shuffle(pairs, random);
        return pairs.subList(0, Math.min(pairs.size(), MAX_PAIRS_PER_PERSON));
    }

    private List<LabelledPair> faceImpostors(
            List<Person> people, QualityScale scale, int count, SplittableRandom random) {
        record Picture(Person person, List<EvaluatedFace> versions) {}
        List<Picture> all = people.stream()
                .flatMap(person -> person.pictures.stream().map(versions -> new Picture(person, versions)))
                .toList();
        return impostors(count, () -> {
            Picture one = all.get(random.nextInt(all.size()));
            Picture other = all.get(random.nextInt(all.size()));
            return one.person.name.equals(other.person.name)
                    ? null
                    : pair(
                            scale,
                            one.versions.get(version(random)).embedding(),
                            other.versions.get(version(random)).embedding(),
                            one.person,
                            other.person);
        });
    }

    /// Fits template pairs; null if too few people have several pictures.
    private @Nullable MatchCalibration templateMatches(List<Person> people, QualityScale scale, boolean cosineOnly) {
        record Dealt(Person person, DisjointTemplates deal) {}
        SplittableRandom random = new SplittableRandom(seed);
        List<Dealt> deals = new ArrayList<>();
        List<LabelledPair> learned = new ArrayList<>();
        for (Person person : people) {
            int draws = Math.min(person.pictures.size(), MAX_PAIRS_PER_PERSON) * DEALS_PER_PICTURE;
            for (int draw = 0; draw < draws && person.pictures.size() > 1; draw++) {
                DisjointTemplates deal = DisjointTemplates.draw(person.pictures, random, () -> version(random));
                deals.add(new Dealt(person, deal));
                learned.add(pair(scale, deal.first(), deal.second(), person, person));
            }
        }
        if (deals.size() < MIN_TEMPLATE_DEALS
                || deals.stream().map(Dealt::person).distinct().count() < Figure.MIN_OBSERVATIONS) {
            return null;
        }
        Supplier<@Nullable LabelledPair> strangers = () -> {
            Dealt one = deals.get(random.nextInt(deals.size()));
            Dealt other = deals.get(random.nextInt(deals.size()));
            return one.person.name.equals(other.person.name)
                    ? null
                    : pair(scale, one.deal.first(), other.deal.second(), one.person, other.person);
        };
        learned.addAll(impostors(impostorsForProbability, strangers));
        return fit(learned, impostors(impostorsForRates, strangers), cosineOnly);
    }

    /// @param draw draws a pair, or null if both faces were of one person
    private static List<LabelledPair> impostors(int count, Supplier<@Nullable LabelledPair> draw) {
        List<LabelledPair> pairs = new ArrayList<>(count);
        while (pairs.size() < count) {
            LabelledPair pair = draw.get();
            if (pair != null) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private List<LabelledPair> listed(QualityScale scale) {
        List<LabelledPair> pairs = new ArrayList<>();
        for (FacePairs.FacePair pair : faces.pairs()) {
            for (int version = 0; version <= faces.seeds(); version++) {
                pairs.add(unnamed(scale, pair, version, version));
                if (version > 0) {
                    boolean even = version % 2 == 0;
                    pairs.add(unnamed(scale, pair, even ? 0 : version, even ? version : 0));
                }
            }
        }
        return pairs;
    }

    private static LabelledPair unnamed(QualityScale scale, FacePairs.FacePair pair, int ofFirst, int ofSecond) {
        Embedding first = pair.first().get(ofFirst).embedding();
        Embedding second = pair.second().get(ofSecond).embedding();
        return new LabelledPair(
                first.direction().cosine(second.direction()),
                scale.quality(first.magnitude()),
                scale.quality(second.magnitude()),
                pair.pair().mated());
    }

    /// Draws a version. Half of the faces are clean, because most faces of a gallery are.
    private int version(SplittableRandom random) {
        return random.nextBoolean() ? 0 : 1 + random.nextInt(faces.seeds());
    }

    private static LabelledPair pair(
            QualityScale scale, Embedding first, Embedding second, Person firstPerson, Person secondPerson) {
        return pair(scale, Template.of(List.of(first)), Template.of(List.of(second)), firstPerson, secondPerson);
    }

    private static LabelledPair pair(
            QualityScale scale, Template first, Template second, Person firstPerson, Person secondPerson) {
        return new LabelledPair(
                first.cosine(second),
                scale.quality(first.magnitude()),
                scale.quality(second.magnitude()),
                firstPerson.name.equals(secondPerson.name),
                firstPerson.name,
                secondPerson.name);
    }

    private static String person(String image) {
        return image.substring(0, Math.max(0, image.lastIndexOf('/')));
    }
}
