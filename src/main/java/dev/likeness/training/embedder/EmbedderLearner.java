package dev.likeness.training.embedder;

import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.training.data.LabelledPicture;
import dev.likeness.training.run.EpochShuffle;
import dev.likeness.training.run.TrainingLoop;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.PyTorch;
import dev.likeness.training.torch.Weights;
import dev.likeness.training.torch.WeightsBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// An embedder's network with its class vectors and its loss.
final class EmbedderLearner implements TrainingLoop.Learner<Batch, TrainingStep> {
    /// Name of the class vectors among the weights.
    private static final String CLASSES = "classes";

    private final Backbone backbone;
    private final MagFaceLoss loss;
    private final DistillationOptions distillation;
    private final Arithmetic arithmetic;
    private final Device device;
    private final Weights weights;
    private final Weights classes;

    EmbedderLearner(EmbedderTraining options, int identities, Device device) {
        this.backbone = new Backbone(options.backbone());
        this.loss = new MagFaceLoss(options.loss());
        this.distillation = options.distillation();
        this.arithmetic = options.run().arithmetic();
        this.device = device;
        long seed = options.run().seed();
        this.weights = backbone.initial(EpochShuffle.random(seed, -1, 0).nextLong(), device);
        WeightsBuilder builder =
                new WeightsBuilder(new Random(EpochShuffle.random(seed, -1, 1).nextLong()), device);
        if (identities > 0) {
            builder.classes(CLASSES, identities, options.backbone().dimension());
        }
        this.classes = builder.build();
    }

    Backbone backbone() {
        return backbone;
    }

    Weights weights() {
        return weights;
    }

    @Override
    public Map<String, Tensor> trainable() {
        Map<String, Tensor> trainable = new LinkedHashMap<>(weights.trainable());
        trainable.putAll(classes.trainable());
        return trainable;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        weights.names().forEach(name -> state.put(name, weights.get(name)));
        state.putAll(classes.trainable());
        return state;
    }

    /// The faces of a batch, `[n, 3, 112, 112]`, 0 to 1, channels-last.
    Tensor faces(Batch batch) {
        long side = FaceAligner.SIZE;
        return PyTorch.pictures(batch.pixels(), batch.labels().length, side, side, device);
    }

    @Override
    public TrainingLoop.StepResult<TrainingStep> forward(Batch batch) {
        Tensor features = backbone.forward(weights, faces(batch), true, arithmetic);
        Tensor norms = euclidean(features);
        Tensor total = torch.zeros(1).to(device, torch.ScalarType.Float).squeeze();
        double classification = Double.NaN;
        double accuracy = Double.NaN;
        double angle = Double.NaN;
        long[] labelled = labelled(batch.labels());
        if (labelled.length > 0) {
            Tensor rows = index(labelled);
            Tensor labels = index(select(batch.labels(), labelled));
            Tensor own = labelled.length == batch.labels().length ? features : features.index_select(0, rows);
            MagFaceLoss.BatchLoss value = loss.of(own, classes.get(CLASSES), labels);
            total = total.add(value.total());
            classification = value.classification().item_double();
            accuracy = value.cosines()
                    .argmax(new LongOptional(1), false)
                    .eq(labels)
                    .to(torch.ScalarType.Float)
                    .mean()
                    .item_double();
        }
        if (batch.teacherVectors().length > 0) {
            long n = batch.labels().length;
            Tensor taught = Tensor.create(batch.teacherVectors(), n, batch.teacherVectors().length / n)
                    .to(device, torch.ScalarType.Float);
            Tensor taughtNorms = euclidean(taught);
            Tensor cosines =
                    features.mul(taught).sum(1).div(norms.mul(taughtNorms).squeeze(1));
            Tensor apart = cosines.mean().neg().add(PyTorch.scalar(1));
            angle = apart.item_double();
            total = total.add(apart.mul(PyTorch.scalar(distillation.weight())));
            if (distillation.magnitudeWeight() > 0) {
                Tensor ratio = norms.div(taughtNorms).log().square().mean();
                total = total.add(ratio.mul(PyTorch.scalar(distillation.magnitudeWeight())));
            }
        }
        return forward(
                total,
                total.item_double(),
                classification,
                angle,
                accuracy,
                TrainingStep.Magnitudes.of(PyTorch.floats(norms)));
    }

    private static TrainingLoop.StepResult<TrainingStep> forward(
            Tensor loss,
            double value,
            double classification,
            double angle,
            double accuracy,
            TrainingStep.Magnitudes magnitudes) {
        return new TrainingLoop.StepResult<>(
                loss,
                value,
                place -> new TrainingStep(
                        place.step(),
                        place.epoch(),
                        place.learningRate(),
                        value,
                        classification,
                        angle,
                        accuracy,
                        magnitudes,
                        place.picturesPerSecond()));
    }

    /// The Euclidean length of each row, `[n, 1]`.
    private static Tensor euclidean(Tensor rows) {
        return rows.norm(new ScalarOptional(PyTorch.scalar(2)), new long[] {1}, true);
    }

    private Tensor index(long[] values) {
        return Tensor.create(values, values.length).to(device, torch.ScalarType.Long);
    }

    private static long[] labelled(long[] labels) {
        long[] rows = new long[labels.length];
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != LabelledPicture.NO_LABEL) {
                rows[count++] = i;
            }
        }
        return java.util.Arrays.copyOf(rows, count);
    }

    private static long[] select(long[] values, long[] rows) {
        long[] selected = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[(int) rows[i]];
        }
        return selected;
    }
}
