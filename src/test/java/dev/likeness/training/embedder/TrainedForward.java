package dev.likeness.training.embedder;

import dev.likeness.image.RgbImage;
import dev.likeness.inference.runtime.Device;
import dev.likeness.training.run.Checkpoint;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.PyTorch;
import dev.likeness.training.torch.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/// What the trainer's own network answers with the weights a run left behind.
final class TrainedForward {
    private TrainedForward() {}

    static double[][] of(EmbedderTraining options, List<RgbImage> crops) {
        Path file = options.run().directory().resolve("weights.safetensors");
        Backbone backbone = new Backbone(options.backbone());
        Weights weights = backbone.initial(0, PyTorch.device(new Device.Cpu()));
        List<String> missing = Checkpoint.read(file)
                .restoreMatching(weights.names().stream()
                        .collect(java.util.stream.Collectors.toMap(name -> name, weights::get)));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("not in " + file + ": " + missing);
        }
        int side = 112;
        float[] values = new float[crops.size() * 3 * side * side];
        for (int i = 0; i < crops.size(); i++) {
            byte[] rgb = crops.get(i).rgb();
            for (int pixel = 0; pixel < side * side; pixel++) {
                for (int plane = 0; plane < 3; plane++) {
                    values[(i * 3 + plane) * side * side + pixel] = (rgb[3 * pixel + 2 - plane] & 0xff) / 255f;
                }
            }
        }
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            Tensor faces = Tensor.create(values, crops.size(), 3, side, side);
            double[] flat = PyTorch.doubles(backbone.forward(weights, faces, false, Arithmetic.FLOAT32));
            int dimension = options.backbone().dimension();
            double[][] rows = new double[crops.size()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(flat, i * dimension, (i + 1) * dimension);
            }
            return rows;
        }
    }
}
