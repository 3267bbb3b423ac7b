package dev.likeness.training;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads, changes and labels pictures a few batches ahead of the training. A batch follows from the
/// seed and its step alone, whatever the number of threads.
final class BatchLoader implements AutoCloseable {
    private static final int COLOURS = 3;

    private final FaceSet faces;
    private final Augmentation augmentation;
    private final Optional<Teacher> teacher;
    private final DistillationOptions distillation;
    private final int batchSize;
    private final long seed;
    private final long lastStep;
    private final int ahead;
    private final EpochOrder order;
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());
    private final ExecutorService workers;
    private final Deque<Future<Batch>> coming = new ArrayDeque<>();
    private long nextStep;

    /// @param faces closed by whoever opened it, after this
    /// @param firstStep the first batch that [#next] gives
    /// @param steps of the whole run
    /// @param threads that read, at least 1
    BatchLoader(
            FaceSet faces,
            Augmentation augmentation,
            Optional<Teacher> teacher,
            DistillationOptions distillation,
            int batchSize,
            long seed,
            long firstStep,
            long steps,
            int threads) {
        this.faces = faces;
        this.augmentation = augmentation;
        this.teacher = teacher;
        this.distillation = distillation;
        this.batchSize = batchSize;
        this.seed = seed;
        this.nextStep = firstStep;
        this.lastStep = steps;
        this.ahead = threads + 1;
        this.order = new EpochOrder(seed, faces.size());
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("batch-", 0).factory());
    }

    /// Whole batches an epoch: what is left over at its end is another part of the pictures each time.
    static long stepsPerEpoch(int pictures, int batchSize) {
        return pictures / batchSize;
    }

    /// The next step's batch.
    ///
    /// @throws LikenessException what reading or decoding a picture ends in, with the picture's name
    Batch next() {
        while (coming.size() < ahead && nextStep < lastStep) {
            long stepsPerEpoch = stepsPerEpoch(faces.size(), batchSize);
            long epoch = nextStep / stepsPerEpoch;
            int from = Math.toIntExact(nextStep % stepsPerEpoch * batchSize);
            int[] pictures = order.pictures(epoch, from, from + batchSize);
            coming.add(workers.submit(() -> batch(epoch, pictures)));
            nextStep++;
        }
        try {
            return coming.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "the training was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LikenessException refusal) {
                throw refusal;
            }
            throw new LikenessException(ErrorCode.INTERNAL, "a batch cannot be made: " + e.getCause(), e);
        }
    }

    private Batch batch(long epoch, int[] pictures) {
        int side = Backbone.side();
        int size = COLOURS * side * side;
        byte[] pixels = new byte[pictures.length * size];
        long[] labels = new long[pictures.length];
        List<RgbImage> crops = new ArrayList<>(pictures.length);
        for (int i = 0; i < pictures.length; i++) {
            LabelledPicture picture = faces.read(pictures[i]);
            RgbImage face = decoded(picture);
            RgbImage changed =
                    augmentation.applied(face, EpochOrder.random(seed, distillation.variant(epoch) + 1, pictures[i]));
            labels[i] = picture.label();
            write(changed.rgb(), pixels, i * size);
            crops.add(changed);
        }
        float[] taught =
                teacher.map(asked -> asked.vectors(epoch, pictures, crops)).orElse(new float[0]);
        return new Batch(pixels, labels, taught);
    }

    private RgbImage decoded(LabelledPicture picture) {
        RgbImage face;
        try {
            face = reader.open(picture.encoded()).decode();
        } catch (LikenessException e) {
            throw new LikenessException(
                    e.code(), "training picture %s: %s".formatted(picture.name(), e.getMessage()), e);
        }
        if (face.width() != Backbone.side() || face.height() != Backbone.side()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a training picture must have %2$d×%2$d pixels, got: %3$d×%4$d for %1$s"
                            .formatted(picture.name(), Backbone.side(), face.width(), face.height()));
        }
        return face;
    }

    /// R G B to B G R.
    private static void write(byte[] rgb, byte[] bgr, int offset) {
        for (int i = 0; i < rgb.length; i += COLOURS) {
            bgr[offset + i] = rgb[i + 2];
            bgr[offset + i + 1] = rgb[i + 1];
            bgr[offset + i + 2] = rgb[i];
        }
    }

    /// Stops reading; batches that are being made are waited for, so that the set can be closed.
    @Override
    public void close() {
        workers.shutdownNow();
        workers.close();
    }
}
