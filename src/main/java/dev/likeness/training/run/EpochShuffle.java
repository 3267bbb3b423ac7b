package dev.likeness.training.run;

import java.util.SplittableRandom;

/// The order of the pictures in each epoch: a shuffle that depends only on the seed and the epoch, so that a
/// run can resume in the middle of an epoch.
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
    /// @param epoch the epoch, starting at 0
    /// @param pictures indexes of the pictures in the training set
    @SuppressWarnings("ArrayRecordComponent")
    public // handed on and never compared
    record StepPictures(long epoch, int[] pictures) {}

    /// Returns the pictures of a step. An epoch has as many steps as it has complete batches.
    ///
    /// @param step the step, starting at 0
    public StepPictures part(long step, int batchSize) {
        long stepsPerEpoch = order.length / batchSize;
        long epochOfStep = step / stepsPerEpoch;
        int from = Math.toIntExact(step % stepsPerEpoch * batchSize);
        return new StepPictures(epochOfStep, pictures(epochOfStep, from, from + batchSize));
    }

    /// Returns the pictures at the positions `from` (inclusive) to `to` (exclusive) of an epoch's order.
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

    /// Creates the random generator of one item of a run: an epoch, a picture in an epoch, or a step.
    public static SplittableRandom random(long seed, long one, long other) {
        // Each draw decorrelates neighbouring seeds before the next value is mixed in.
        long mixed = new SplittableRandom(seed).nextLong() ^ one;
        mixed = new SplittableRandom(mixed).nextLong() ^ other;
        return new SplittableRandom(new SplittableRandom(mixed).nextLong());
    }
}
