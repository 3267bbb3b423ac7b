package dev.likeness.training.embedder;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.training.data.Augmentation;
import dev.likeness.training.data.AugmentedFace;
import dev.likeness.training.data.FaceSet;
import dev.likeness.training.data.LabelledPicture;
import dev.likeness.training.run.BatchQueue;
import dev.likeness.training.run.EpochShuffle;
import dev.likeness.training.torch.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and augments an embedder's training pictures. A batch depends only on the seed and its step.
final class BatchLoader {
    private static final int CHANNELS = 3;

    private final FaceSet faces;
    private final Augmentation augmentation;
    private final Optional<CachingTeacher> teacher;
    private final DistillationOptions distillation;
    private final int batchSize;
    private final long seed;
    private final EpochShuffle order;
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    BatchLoader(
            FaceSet faces,
            Augmentation augmentation,
            Optional<CachingTeacher> teacher,
            DistillationOptions distillation,
            int batchSize,
            long seed) {
        this.faces = faces;
        this.augmentation = augmentation;
        this.teacher = teacher;
        this.distillation = distillation;
        this.batchSize = batchSize;
        this.seed = seed;
        this.order = new EpochShuffle(seed, faces.size());
    }

    /// Creates the queue of batches.
    ///
    /// @param firstStep the step of the first batch
    /// @param steps number of steps of the whole run
    /// @param threads number of reading threads, at least 1
    BatchQueue<Batch> queue(long firstStep, long steps, int threads) {
        return new BatchQueue<>(
                step -> {
                    EpochShuffle.StepPictures part = order.part(step, batchSize);
                    return () -> batch(part.epoch(), part.pictures());
                },
                firstStep,
                steps,
                threads);
    }

    private Batch batch(long epoch, int[] pictures) {
        int side = FaceAligner.SIZE;
        int size = CHANNELS * side * side;
        byte[] pixels = new byte[pictures.length * size];
        long[] labels = new long[pictures.length];
        List<AugmentedFace> variants = new ArrayList<>(pictures.length);
        boolean mirrored = distillation.showsMirrorImages(epoch);
        for (int i = 0; i < pictures.length; i++) {
            LabelledPicture picture = faces.read(pictures[i]);
            RgbImage face = decode(reader, picture);
            AugmentedFace variant =
                    augmentation.apply(face, EpochShuffle.random(seed, distillation.variant(epoch) + 1, pictures[i]));
            labels[i] = picture.label();
            RgbImage shown = mirrored ? Augmentation.mirrored(variant.seen()) : variant.seen();
            PyTorch.writeBgr(shown, pixels, i * size);
            variants.add(variant);
        }
        float[] taught =
                teacher.map(asked -> asked.vectors(epoch, pictures, variants)).orElse(new float[0]);
        return new Batch(pixels, labels, taught);
    }

    /// Decodes a training picture.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is not 112×112 pixels; the errors of decoding; all
    ///     with the picture's name
    static RgbImage decode(ImageReader reader, LabelledPicture picture) {
        RgbImage face;
        try {
            face = reader.open(picture.encoded()).decode();
        } catch (LikenessException e) {
            throw new LikenessException(
                    e.code(), "training picture %s: %s".formatted(picture.name(), e.getMessage()), e);
        }
        if (face.width() != FaceAligner.SIZE || face.height() != FaceAligner.SIZE) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a training picture must have %2$d×%2$d pixels, got: %3$d×%4$d for %1$s"
                            .formatted(picture.name(), FaceAligner.SIZE, face.width(), face.height()));
        }
        return face;
    }
}
