package dev.likeness.evaluation.verification;

import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.data.PairList;
import dev.likeness.face.Embedding;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// People without pictures: each is a direction, each face of theirs that direction with noise. The
/// magnitude falls as the noise grows, as MagFace teaches it.
public final class HandMadeFaces {
    private static final int DIMENSION = 32;

    private final SplittableRandom random;

    public HandMadeFaces(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// Person → photo → version: the clean face, then `seeds` noisier ones.
    public List<List<List<EvaluatedFace>>> people(int count, int photos, int seeds) {
        List<List<List<EvaluatedFace>>> people = new ArrayList<>();
        for (int person = 0; person < count; person++) {
            float[] centre = gaussian(1);
            List<List<EvaluatedFace>> ofPerson = new ArrayList<>();
            for (int photo = 0; photo < photos; photo++) {
                List<EvaluatedFace> versions = new ArrayList<>();
                for (int version = 0; version <= seeds; version++) {
                    versions.add(face(centre, version == 0 ? .5 : random.nextDouble(.5, 2)));
                }
                ofPerson.add(versions);
            }
            people.add(ofPerson);
        }
        return people;
    }

    /// Each person's first two photos as a mated pair, and their first with the next person's second as
    /// an impostor one.
    public FacePairs pairs(int count, int seeds) {
        return pairs(count, 2, seeds);
    }

    /// The same with every two further photos as another mated pair.
    public FacePairs pairs(int count, int photos, int seeds) {
        List<List<List<EvaluatedFace>>> people = people(count, photos, seeds);
        List<FacePairs.FacePair> pairs = new ArrayList<>();
        for (int person = 0; person < count; person++) {
            for (int photo = 0; photo + 1 < photos; photo += 2) {
                pairs.add(pair(people, person, photo, person, photo + 1));
            }
            pairs.add(pair(people, person, 0, (person + 1) % count, 1));
        }
        return new FacePairs(pairs, 0, seeds);
    }

    private static FacePairs.FacePair pair(
            List<List<List<EvaluatedFace>>> people, int first, int photo, int second, int otherPhoto) {
        return new FacePairs.FacePair(
                new PairList.Pair(
                        "p%d/%d.jpg".formatted(first, photo),
                        "p%d/%d.jpg".formatted(second, otherPhoto),
                        first == second,
                        0,
                        1),
                people.get(first).get(photo),
                people.get(second).get(otherPhoto));
    }

    private EvaluatedFace face(float[] centre, double noise) {
        float[] raw = gaussian(noise);
        for (int i = 0; i < DIMENSION; i++) {
            raw[i] += centre[i];
        }
        Embedding direction = Embedding.ofRaw(raw);
        return new EvaluatedFace(
                new Embedding(direction.direction(), (float) (20 / (.5 + noise))),
                random.nextDouble(),
                random.nextDouble());
    }

    private float[] gaussian(double deviation) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (deviation * random.nextGaussian());
        }
        return vector;
    }

    static Embedding toward(float magnitude, float... direction) {
        return new Embedding(UnitVector.normalized(direction), magnitude);
    }
}
