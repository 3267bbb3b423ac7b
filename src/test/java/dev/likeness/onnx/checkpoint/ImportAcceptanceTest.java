package dev.likeness.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.onnx.OnnxRuntime;
import dev.likeness.onnx.RandomWeights;
import dev.likeness.onnx.importer.CheckpointImport;
import dev.likeness.onnx.importer.ImportOptions;
import dev.likeness.onnx.importer.ImportedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Randomly initialised networks of the published size, in both containers, through the import and ONNX
/// Runtime: the answers are those of [NaiveNetwork], which shares no line with the graph.
@Tag("acceptance")
class ImportAcceptanceTest {
    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final int DIMENSION = 512;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "blocks {0}, prefix {1}, epsilon {2}, seed 51")
    @CsvSource({"2-2-2-2, features.module., 2e-5", "3-4-14-3, '', 1e-5"})
    void import_networkOfFullSize_answersAsTheNaiveForwardPass(String blocks, String prefix, double epsilon)
            throws Exception {
        List<Integer> counts =
                Arrays.stream(blocks.split("-")).map(Integer::valueOf).toList();
        Map<String, Tensor> weights = RandomWeights.iResNet(51, counts, WIDTHS, DIMENSION);
        float[] face = RandomWeights.faces(52, 1);
        double[] expected = new NaiveNetwork(weights, epsilon).iResNet(face, 0);

        for (String container : new String[] {"zip", "legacy"}) {
            Path file = folder.resolve(container + ".pth");
            CheckpointWriter writer = CheckpointWriter.of(prefix, weights);
            Path checkpoint = container.equals("zip") ? writer.zip(file) : writer.legacy(file);
            ImportedModel imported =
                    CheckpointImport.run(checkpoint, folder.resolve("models"), ImportOptions.defaults(), _ -> {});
            float[][] answer = OnnxRuntime.embed(Files.readAllBytes(imported.model()), face, 1);

            assertThat(largestDifference(expected, answer[0])).as(container).isCloseTo(0, within(1e-4));
        }
    }

    private static double largestDifference(double[] expected, float[] answer) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - answer[i]));
        }
        return largest;
    }
}
