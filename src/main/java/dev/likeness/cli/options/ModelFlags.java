package dev.likeness.cli.options;

import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which models run, and on what.
public final class ModelFlags {
    @Option(
            names = "--detector",
            paramLabel = "ID",
            description = "The model that finds faces (also LIKENESS_DETECTOR).")
    private @Nullable String detector;

    @Option(
            names = "--embedder",
            paramLabel = "ID",
            description =
                    "The model that tells faces apart, for a new gallery; an old one keeps its own (also LIKENESS_EMBEDDER).")
    private @Nullable String embedder;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, cuda or cuda:N (default: auto, the GPU where there is one).")
    private @Nullable String device;

    /// Opens an engine with these flags; an embedder that was asked for by name must be the gallery's.
    public Engine engine(GlobalOptions global) {
        Engine engine = global.engine(settings());
        if (embedder != null) {
            engine.requireEmbedder(global.gallery(), embedder);
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
