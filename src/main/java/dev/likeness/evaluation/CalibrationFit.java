package dev.likeness.evaluation;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.LabelledPair;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.QualityScale;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Learns what a model's numbers mean from pairs of pictures and seeded degradations of them.
///
/// The quality scale is fitted on the magnitudes of all versions of all pictures. The probability is fitted
/// on the pairs in every version, clean with clean, degraded with degraded and clean with degraded, and on
/// impostor pairs drawn at random from the pictures, of which it takes 100,000; false match rates are counted
/// on 4,000,000. Who is on a picture is the directory it lies in; where the pairs contradict that, nothing is
/// drawn and only the list is used.
public final class CalibrationFit {
    private static final int IMPOSTORS_FOR_PROBABILITY = 100_000;
    private static final int IMPOSTORS_FOR_RATES = 4_000_000;

    private final FacePairs faces;
    private final long seed;
    private final int impostorsForProbability;
    private final int impostorsForRates;

    /// @param faces with at least one degraded version
    /// @param seed of all that is drawn
    public CalibrationFit(FacePairs faces, long seed) {
        this(faces, seed, IMPOSTORS_FOR_PROBABILITY, IMPOSTORS_FOR_RATES);
    }

    CalibrationFit(FacePairs faces, long seed, int impostorsForProbability, int impostorsForRates) {
        if (faces.seeds() == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a calibration is learned from at least one degraded version, got: 0");
        }
        this.faces = faces;
        this.seed = seed;
        this.impostorsForProbability = impostorsForProbability;
        this.impostorsForRates = impostorsForRates;
    }

    /// Learns the calibration and writes it to a file.
    ///
    /// @param modelSha256 of the model that made the faces
    /// @param fittedOn in a few words, the data
    /// @param cosineOnly whether to leave quality out of the probability, for a rival to compare with
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 100 mated or 100 impostor pairs;
    ///     `IO_FAILED` if the file cannot be written
    public FittedCalibration write(Path file, String modelSha256, String fittedOn, boolean cosineOnly) {
        Calibration calibration = fit(modelSha256, fittedOn, cosineOnly);
        calibration.write(file);
        return FittedCalibration.of(file.toString(), calibration, pictures());
    }

    /// The calibration, as [#write(Path, String, String, boolean)] writes it.
    Calibration fit(String modelSha256, String fittedOn, boolean cosineOnly) {
        Map<String, List<JudgedFace>> pictures = pictures();
        QualityScale scale = QualityScale.fit(pictures.values().stream()
                .flatMap(List::stream)
                .mapToDouble(face -> face.embedding().magnitude())
                .toArray());
        boolean named = faces.pairs().stream()
                .allMatch(pair ->
                        person(pair.pair().first()).equals(person(pair.pair().second()))
                                == pair.pair().mated());
        List<LabelledPair> listed = listed(scale, named);
        List<LabelledPair> learned = new ArrayList<>(listed);
        List<LabelledPair> counted = new ArrayList<>(listed);
        if (named && listed.stream().anyMatch(pair -> !pair.mated())) {
            learned.addAll(impostors(pictures, scale, impostorsForProbability, seed));
            counted.addAll(impostors(pictures, scale, impostorsForRates, seed + 1));
        }
        MatchCalibration matches = cosineOnly
                ? MatchCalibration.fitCosineOnly(learned, counted, seed)
                : MatchCalibration.fit(learned, counted, seed);
        return new Calibration(modelSha256, fittedOn, scale, matches, null);
    }

    private Map<String, List<JudgedFace>> pictures() {
        Map<String, List<JudgedFace>> pictures = new TreeMap<>();
        for (FacePairs.FacePair pair : faces.pairs()) {
            pictures.put(pair.pair().first(), pair.first());
            pictures.put(pair.pair().second(), pair.second());
        }
        return pictures;
    }

    private List<LabelledPair> listed(QualityScale scale, boolean named) {
        List<LabelledPair> pairs = new ArrayList<>();
        for (FacePairs.FacePair pair : faces.pairs()) {
            String first = named ? person(pair.pair().first()) : null;
            String second = named ? person(pair.pair().second()) : null;
            for (int version = 0; version <= faces.seeds(); version++) {
                pairs.add(pair(
                        scale,
                        pair.first().get(version),
                        pair.second().get(version),
                        pair.pair().mated(),
                        first,
                        second));
                if (version > 0) {
                    boolean even = version % 2 == 0;
                    JudgedFace one = pair.first().get(even ? 0 : version);
                    JudgedFace other = pair.second().get(even ? version : 0);
                    pairs.add(pair(scale, one, other, pair.pair().mated(), first, second));
                }
            }
        }
        return pairs;
    }

    private List<LabelledPair> impostors(
            Map<String, List<JudgedFace>> pictures, QualityScale scale, int count, long drawSeed) {
        List<Map.Entry<String, List<JudgedFace>>> all = List.copyOf(pictures.entrySet());
        SplittableRandom random = new SplittableRandom(drawSeed);
        List<LabelledPair> pairs = new ArrayList<>(count);
        while (pairs.size() < count) {
            Map.Entry<String, List<JudgedFace>> one = all.get(random.nextInt(all.size()));
            Map.Entry<String, List<JudgedFace>> other = all.get(random.nextInt(all.size()));
            JudgedFace first = one.getValue().get(version(random));
            JudgedFace second = other.getValue().get(version(random));
            String firstPerson = person(one.getKey());
            String secondPerson = person(other.getKey());
            if (!firstPerson.equals(secondPerson)) {
                pairs.add(pair(scale, first, second, false, firstPerson, secondPerson));
            }
        }
        return pairs;
    }

    /// Half of the drawn faces are clean, for so are most of those in a gallery.
    private int version(SplittableRandom random) {
        return random.nextBoolean() ? 0 : 1 + random.nextInt(faces.seeds());
    }

    private static LabelledPair pair(
            QualityScale scale,
            JudgedFace first,
            JudgedFace second,
            boolean mated,
            @Nullable String firstPerson,
            @Nullable String secondPerson) {
        return new LabelledPair(
                first.embedding().direction().cosine(second.embedding().direction()),
                scale.quality(first.embedding().magnitude()),
                scale.quality(second.embedding().magnitude()),
                mated,
                firstPerson,
                secondPerson);
    }

    private static String person(String image) {
        return image.substring(0, Math.max(0, image.lastIndexOf('/')));
    }
}
