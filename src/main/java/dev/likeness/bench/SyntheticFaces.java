package dev.likeness.bench;

import dev.likeness.face.Embedding;
import dev.likeness.face.UnitVector;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Synthetic embeddings of any number of faces, reproducible from a seed. They imitate those of a
/// 512-dimensional model on a large photo library.
///
/// A person is a direction; a face is the direction of its person plus noise. Clear faces of one person have
/// a cosine of 0.69 ± 0.09, faces of different people 0 ± 0.047. Nine in ten faces are ordinary, one in ten
/// is of low quality. The lower the magnitude of a face, the smaller is the share of its person, and the
/// larger is the share of one direction that all blurred faces have in common. The worst faces keep about a
/// seventh of their person, because no method could assign a face without any of it. The number of faces per
/// person is log-normal: most people have a few, some have hundreds.
///
/// Each face and each person is computed from its number, so that no embeddings are held in memory.
public final class SyntheticFaces {
    public static final int DIMENSION = 512;

    /// Mean number of faces per person.
    public static final int FACES_PER_PERSON = 10;

    /// Decay of the variances. Impostor cosines vary as in 453 dimensions, 1 / 0.047².
    private static final double DECAY = 813;

    private static final double TAIL = 1.5;
    private static final long BLUR_SEED = 1;
    private static final double POOR = 0.1;
    private static final double CLEAR_SHARE = 0.73;
    private static final double SHARE_DEVIATION = 0.13;
    private static final double BLUR_SHARE = 0.5;

    /// Standardised magnitude at which a face has lost half of the share of its person, in interquartile
    /// ranges from the median.
    private static final double HALF_LOST = -2;

    private static final double SLOPE = 0.75;

    public static final float MEDIAN_MAGNITUDE = 20;
    private static final float MAGNITUDE_RANGE = 5;

    private final long seed;
    private final float[] blur;
    private final int[] personOf;

    /// @param faces number of faces, at least 10
    /// @param people number of people; the first faces show one person each
    /// @param seed different seeds have no person in common
    public SyntheticFaces(int faces, int people, long seed) {
        // Seeds that follow each other would have people and faces in common, since the numbers of both are added.
        this.seed = new SplittableRandom(seed).nextLong();
        // The direction of blur is a property of the model, so it does not depend on the seed.
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

    public int size() {
        return personOf.length;
    }

    public int person(int face) {
        return personOf[face];
    }

    public Embedding embedding(int face) {
        SplittableRandom random = random(2L * face);
        boolean poor = random.nextDouble() < POOR;
        // The quartiles of ordinary faces are half a range from the median.
        double standing = poor ? -1 - 2 * random.nextDouble() : 0.5 / 0.6745 * random.nextGaussian();
        return embedding(face, standing, random);
    }

    /// The same person in a low-quality picture.
    ///
    /// @param version 1, 2, …
    public Embedding degraded(int face, int version) {
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

    /// Streams of neighbouring seeds overlap, shifted by one step, so the seeds are mixed.
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
