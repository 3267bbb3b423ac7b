package dev.likeness.bench;

import dev.likeness.face.Embedding;
import dev.likeness.face.UnitVector;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Made-up faces of made-up people, as many as wanted and always the same: what a face recogniser of 512
/// dimensions makes of a large library.
///
/// A person is a direction; a face is its person's direction and noise. Clear faces of one person have a
/// cosine of 0.69 ± 0.09, strangers one of 0 ± 0.047. Magnitudes tell how good a picture is: nine in ten
/// faces are ordinary, one in ten is poor, and the poorer a face, the less of it is its person, and the
/// more of it is the one direction that all blurred faces share; the poorest keep about a seventh of
/// their person, for what keeps nothing of it is nobody's for any method. How many faces a person has is
/// long-tailed (log-normal): most have a few, some have hundreds.
///
/// Each face and each person is made from its own number, so none is held in memory.
final class SyntheticFaces {
    static final int DIMENSION = 512;

    /// Faces a person, on average.
    static final int FACES_PER_PERSON = 10;

    /// Variances fall so that strangers' cosines vary as in 453 dimensions: 1 / 0.047².
    private static final double DECAY = 813;

    private static final double TAIL = 1.5;
    private static final long BLUR_SEED = 1;
    private static final double POOR = 0.1;
    private static final double CLEAR_SHARE = 0.73;
    private static final double SHARE_DEVIATION = 0.13;
    private static final double BLUR_SHARE = 0.5;

    /// Where a face has lost half of what it had of its person, in interquartile ranges off the median.
    private static final double HALF_LOST = -2;

    private static final double SLOPE = 0.75;

    private static final float MEDIAN_MAGNITUDE = 20;
    private static final float MAGNITUDE_RANGE = 5;

    private final long seed;
    private final float[] blur;
    private final int[] personOf;

    /// @param faces how many there are, at least 10
    /// @param people whom they are of; the first faces show one person each
    SyntheticFaces(int faces, int people, long seed) {
        this.seed = seed;
        // What blur does is the model's: the same in every gallery.
        this.blur = direction(new SplittableRandom(BLUR_SEED));
        this.personOf = people(faces, people, random(-2));
    }

    private static int[] people(int faces, int people, SplittableRandom random) {
        double[] upTo = new double[people];
        double total = 0;
        for (int person = 0; person < people; person++) {
            total += Math.exp(TAIL * random.nextGaussian());
            upTo[person] = total;
        }
        int[] personOf = new int[faces];
        for (int face = 0; face < faces; face++) {
            int drawn = Arrays.binarySearch(upTo, random.nextDouble() * total);
            personOf[face] = face < people ? face : Math.min(people - 1, drawn < 0 ? -1 - drawn : drawn);
        }
        return personOf;
    }

    int size() {
        return personOf.length;
    }

    int person(int face) {
        return personOf[face];
    }

    Embedding embedding(int face) {
        SplittableRandom random = random(2L * face);
        boolean poor = random.nextDouble() < POOR;
        // The quartiles of the ordinary ones are half a range off the median.
        double standing = poor ? -1 - 2 * random.nextDouble() : 0.5 / 0.6745 * random.nextGaussian();
        return embedding(face, standing, random);
    }

    /// The same person in a poor picture.
    ///
    /// @param version 1, 2, …
    Embedding degraded(int face, int version) {
        SplittableRandom random = random(2L * face + ((long) version << Integer.SIZE));
        return embedding(face, -1 - 2 * random.nextDouble(), random);
    }

    private Embedding embedding(int face, double standing, SplittableRandom random) {
        double clarity = 1 / (1 + Math.exp((HALF_LOST - standing) / SLOPE));
        double clear = Math.clamp(CLEAR_SHARE + SHARE_DEVIATION * random.nextGaussian(), 0.3, 0.95);
        double share = clear * clarity;
        double blurred = (1 - share) * BLUR_SHARE * (1 - clarity);
        float[] centre = direction(random(2L * personOf[face] + 1));
        float[] noise = direction(random);
        float[] raw = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            raw[i] = (float) (Math.sqrt(share) * centre[i]
                    + Math.sqrt(blurred) * blur[i]
                    + Math.sqrt(1 - share - blurred) * noise[i]);
        }
        float magnitude = (float) Math.max(1, MEDIAN_MAGNITUDE + MAGNITUDE_RANGE * standing);
        return new Embedding(UnitVector.normalized(raw), magnitude);
    }

    /// Neighbouring seeds give streams that are one another's, a step on; mixed ones are far apart.
    private SplittableRandom random(long number) {
        return new SplittableRandom(new SplittableRandom(seed + number).nextLong());
    }

    private static float[] direction(SplittableRandom random) {
        float[] direction = new float[DIMENSION];
        double squared = 0;
        for (int i = 0; i < DIMENSION; i++) {
            direction[i] = (float) (random.nextGaussian() * Math.exp(-i / DECAY));
            squared += direction[i] * direction[i];
        }
        float norm = (float) Math.sqrt(squared);
        for (int i = 0; i < DIMENSION; i++) {
            direction[i] /= norm;
        }
        return direction;
    }
}
