package dev.likeness.training.run;

import java.util.SplittableRandom;

/// In which order an epoch sees the pictures: a shuffle that follows from the seed and the epoch
/// alone, so that a run can go on in the middle of one.
public final class EpochShuffle {
    private final long seed;
    private final int[] order;
    private long epoch = -1;

    /// @param size number of pictures
    public EpochShuffle(long seed, int size) {
        this.seed = seed;
        this.order = new int[size];
    }

    /// The pictures of one step.
    ///
    /// @param epoch from 0
    @SuppressWarnings("ArrayRecordComponent")
    public // handed on and never compared
    record StepPictures(long epoch, int[] pictures) {}

    /// The pictures of a step, of which an epoch has as many as there are whole batches.
    ///
    /// @param step from 0
    public StepPictures part(long step, int batchSize) {
        long stepsPerEpoch = order.length / batchSize;
        long epochOfStep = step / stepsPerEpoch;
        int from = Math.toIntExact(step % stepsPerEpoch * batchSize);
        return new StepPictures(epochOfStep, pictures(epochOfStep, from, from + batchSize));
    }

    /// The pictures from `from` to before `to` in this epoch's order.
    int[] pictures(long wanted, int from, int to) {
        if (wanted != epoch) {
            shuffle(wanted);
        }
        int[] part = new int[to - from];
        System.arraycopy(order, from, part, 0, part.length);
        return part;
    }

    private void shuffle(long wanted) {
        SplittableRandom random = random(seed, wanted, 0);
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        epoch = wanted;
    }

    /// The randomness that belongs to one thing (an epoch, a picture in an epoch, a step) of one run.
    public static SplittableRandom random(long seed, long one, long other) {
        // Each draw spreads seeds that lie close together before the next is mixed in.
        long mixed = new SplittableRandom(seed).nextLong() ^ one;
        mixed = new SplittableRandom(mixed).nextLong() ^ other;
        return new SplittableRandom(new SplittableRandom(mixed).nextLong());
    }
}
