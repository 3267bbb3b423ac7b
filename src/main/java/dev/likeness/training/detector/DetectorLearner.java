package dev.likeness.training.detector;

import dev.likeness.image.RgbImage;
import dev.likeness.training.run.EpochShuffle;
import dev.likeness.training.run.TrainingLoop;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.PyTorch;
import dev.likeness.training.torch.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/// A detector's network and its loss against the teacher.
final class DetectorLearner implements TrainingLoop.Learner<DetectorBatch, DetectorStep> {
    private final PyramidNetwork network;
    private final DetectorLoss loss;
    private final Arithmetic arithmetic;
    private final Device device;
    private final Weights weights;

    DetectorLearner(DetectorTraining options, Device device) {
        this.network = new PyramidNetwork(options.network());
        this.loss = new DetectorLoss(options.loss());
        this.arithmetic = options.run().arithmetic();
        this.device = device;
        this.weights =
                network.initial(EpochShuffle.random(options.run().seed(), -1, 0).nextLong(), device);
    }

    PyramidNetwork network() {
        return network;
    }

    Weights weights() {
        return weights;
    }

    @Override
    public Map<String, Tensor> trainable() {
        return weights.trainable();
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        weights.names().forEach(name -> state.put(name, weights.get(name)));
        return state;
    }

    @Override
    public TrainingLoop.StepResult<DetectorStep> forward(DetectorBatch batch) {
        List<DetectorBatch.Sample> samples = batch.samples();
        RgbImage first = samples.getFirst().picture();
        int size = first.rgb().length;
        byte[] pixels = new byte[Math.multiplyExact(samples.size(), size)];
        for (int i = 0; i < samples.size(); i++) {
            PyTorch.writeBgr(samples.get(i).picture(), pixels, i * size);
        }
        Tensor pictures = PyTorch.pictures(pixels, samples.size(), first.height(), first.width(), device);
        DetectorLoss.BatchLoss value = loss.of(network.forward(weights, pictures, true, arithmetic), samples);
        return new TrainingLoop.StepResult<>(
                value.total(),
                value.value(),
                place -> new DetectorStep(
                        place.step(),
                        place.epoch(),
                        place.learningRate(),
                        value.value(),
                        value.classification(),
                        value.object(),
                        value.overlap(),
                        value.points(),
                        value.cells(),
                        place.picturesPerSecond()));
    }
}
