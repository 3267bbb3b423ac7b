package dev.likeness.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.onnx.importer.CheckpointImport;
import dev.likeness.onnx.importer.DetectedFormat;
import dev.likeness.onnx.importer.ImportOptions;
import dev.likeness.onnx.importer.ImportedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints that PyTorch itself has written, where Python has it: a network as MagFace's script saves
/// it, under DataParallel and with its optimizer, in both containers; and InsightFace's bare backbone.
/// The judge is PyTorch's own forward pass.
class TorchSaveTest {
    private static final int DIMENSION = 32;
    private static final int FACES = 2;

    private static final String SCRIPT = """
            import array, sys, torch
            from torch import nn

            def norm(width, epsilon):
                return nn.BatchNorm2d(width, eps=epsilon)

            class Block(nn.Module):
                def __init__(self, inner, outer, first, epsilon):
                    super().__init__()
                    stride = 2 if first else 1
                    self.bn1 = norm(inner, epsilon)
                    self.conv1 = nn.Conv2d(inner, outer, 3, 1, 1, bias=False)
                    self.bn2 = norm(outer, epsilon)
                    self.prelu = nn.PReLU(outer)
                    self.conv2 = nn.Conv2d(outer, outer, 3, stride, 1, bias=False)
                    self.bn3 = norm(outer, epsilon)
                    self.downsample = nn.Sequential(
                        nn.Conv2d(inner, outer, 1, stride, bias=False), norm(outer, epsilon)) if first else None

                def forward(self, x):
                    y = self.prelu(self.bn2(self.conv1(self.bn1(x))))
                    y = self.bn3(self.conv2(y))
                    return y + (x if self.downsample is None else self.downsample(x))

            class IResNet(nn.Module):
                def __init__(self, blocks, widths, dimension, epsilon):
                    super().__init__()
                    self.conv1 = nn.Conv2d(3, widths[0], 3, 1, 1, bias=False)
                    self.bn1 = norm(widths[0], epsilon)
                    self.prelu = nn.PReLU(widths[0])
                    inner = widths[0]
                    for stage, (count, width) in enumerate(zip(blocks, widths), 1):
                        layers = []
                        for block in range(count):
                            layers.append(Block(inner, width, block == 0, epsilon))
                            inner = width
                        setattr(self, "layer%d" % stage, nn.Sequential(*layers))
                    self.bn2 = norm(inner, epsilon)
                    self.dropout = nn.Dropout(0.4)
                    self.fc = nn.Linear(inner * 49, dimension)
                    self.features = nn.BatchNorm1d(dimension, eps=epsilon)

                def forward(self, x):
                    x = self.prelu(self.bn1(self.conv1(x)))
                    x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
                    return self.features(self.fc(torch.flatten(self.dropout(self.bn2(x)), 1)))

            def write(name, tensor):
                with open(folder + "/" + name, "wb") as file:
                    array.array("f", tensor.detach().flatten().tolist()).tofile(file)

            folder = sys.argv[1]
            torch.manual_seed(7)
            faces = torch.rand(2, 3, 112, 112) * 2 - 1
            write("faces", faces)
            for family, epsilon in (("magface", 2e-5), ("insightface", 1e-5)):
                net = IResNet([2, 2, 2, 2], [8, 16, 32, 64], 32, epsilon)
                net.train()
                optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
                for step in range(3):
                    net(torch.rand(8, 3, 112, 112) * 2 - 1).pow(2).mean().backward()
                    optimizer.step()
                net.eval()
                write(family + ".answer", net(faces))
                saved = net.state_dict()
                if family == "magface":
                    holder = nn.Module()
                    holder.features = nn.DataParallel(net)
                    saved = {"epoch": 25, "arch": "iresnet18", "state_dict": holder.state_dict(),
                             "best_prec1": 0.5, "optimizer": optimizer.state_dict()}
                torch.save(saved, folder + "/" + family + ".zip.pth")
                torch.save(saved, folder + "/" + family + ".legacy.pth", _use_new_zipfile_serialization=False)
            """;

    @TempDir
    private Path folder;

    @Test
    void filesOfTorchSave_answerAsPyTorchDoes() throws Exception {
        if (python("-c", "import torch") != 0) {
            Assumptions.abort("skipped: python3 has no module torch, so there are no files of torch.save to read");
        }
        assertThat(python("-c", SCRIPT, folder.toString()))
                .withFailMessage(() -> "the script failed: " + log())
                .isZero();
        float[] faces = floats("faces");
        for (String family : new String[] {"magface", "insightface"}) {
            float[] expected = floats(family + ".answer");
            for (String container : new String[] {"zip", "legacy"}) {
                ImportedModel imported = CheckpointImport.run(
                        folder.resolve("%s.%s.pth".formatted(family, container)),
                        folder.resolve("models"),
                        ImportOptions.defaults(),
                        _ -> {});

                assertThat(imported.format())
                        .isInstanceOfSatisfying(
                                DetectedFormat.Checkpoint.class,
                                checkpoint -> assertThat(checkpoint
                                                .family()
                                                .orElseThrow()
                                                .name())
                                        .isEqualToIgnoringCase(family));
                float[][] answer = OnnxRuntime.embed(Files.readAllBytes(imported.model()), faces, FACES);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(answer[i / DIMENSION][i % DIMENSION])
                            .describedAs("%s, %s, number %d", family, container, i)
                            .isCloseTo(expected[i], within(1e-4f));
                }
            }
        }
    }

    /// @return the exit status; not zero where there is no Python at all
    private int python(String... arguments) throws InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "python3";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.log").toFile())
                    .start();
            boolean ended = process.waitFor(5, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended ? process.waitFor() : -1;
        } catch (IOException _) {
            return -1;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("python.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private float[] floats(String name) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.nativeOrder());
        float[] floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }
}
