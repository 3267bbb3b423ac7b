package dev.likeness.bench.crash;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.model.ModelInput;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.model.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A copy of an embedder under another id, so that there is always one to move a gallery to.
final class SecondEmbedder {
    static final String ID = "crash-copy";

    private SecondEmbedder() {}

    /// Writes the copy into a folder of models.
    ///
    /// @param directories where the embedder is looked for
    static void write(List<Path> directories, String embedder, Path folder) {
        ModelCatalog catalog = ModelCatalog.of(directories);
        ModelManifest manifest = catalog.manifest(embedder);
        try {
            Files.createDirectories(folder);
            Path weights = folder.resolve(ID + ".onnx");
            switch (catalog.weights(manifest)) {
                case ModelWeights.BuiltIn builtIn -> Files.write(weights, builtIn.bytes());
                case ModelWeights.OnDisk onDisk -> Files.copy(onDisk.path(), weights);
            }
            Files.writeString(folder.resolve(ID + ".yaml"), yaml(manifest));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot copy the model " + embedder, e);
        }
    }

    private static String yaml(ModelManifest manifest) {
        if (!(manifest.output() instanceof ModelOutput.Vector vector)
                || !(manifest.input().size() instanceof ModelInput.Size.Fixed size)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "the embedder must be one, got: " + manifest.id());
        }
        ModelInput input = manifest.input();
        return """
                id: %s
                role: embedder
                file: %s.onnx
                input:
                %s  width: %d
                  height: %d
                  channels: %s
                  scale: %s
                  mean: %s
                  std: %s
                output:
                %s  dimension: %d
                  normalised: %b
                licence: a copy for a measurement
                source: %s
                """.formatted(
                        ID,
                        ID,
                        input.name().map("  name: %s\n"::formatted).orElse(""),
                        size.width(),
                        size.height(),
                        input.channels(),
                        Float.toString(input.scale()),
                        input.mean(),
                        input.std(),
                        vector.name().map("  name: %s\n"::formatted).orElse(""),
                        vector.dimension(),
                        vector.normalised(),
                        manifest.id());
    }
}
