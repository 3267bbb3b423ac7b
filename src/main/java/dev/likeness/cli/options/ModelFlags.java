package dev.likeness.cli.options;

import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The models to run and the device they run on.
public final class ModelFlags {
    @Option(names = "--detector", paramLabel = "ID", description = "The face detector (also LIKENESS_DETECTOR).")
    private @Nullable String detector;

    @Option(
            names = "--embedder",
            paramLabel = "ID",
            description =
                    "The face embedder of a new gallery; an existing gallery keeps its own (also LIKENESS_EMBEDDER).")
    private @Nullable String embedder;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, cuda or cuda:N (default: auto, the GPU if there is one).")
    private @Nullable String device;

    /// Opens an engine with these flags; an embedder given on the command line must be the gallery's.
    public Engine engine(GlobalOptions global) {
        Engine engine = global.engine(settings());
        if (embedder != null) {
            engine.galleries().requireEmbedder(global.gallery(), embedder);
        }
        return engine;
    }

    public Map<String, Setting> settings() {
        Map<String, Setting> flags = new HashMap<>();
        GlobalOptions.put(flags, "models.detector", detector, "--detector");
        GlobalOptions.put(flags, "models.embedder", embedder, "--embedder");
        GlobalOptions.put(flags, "inference.device", device, "--device");
        return flags;
    }
}
