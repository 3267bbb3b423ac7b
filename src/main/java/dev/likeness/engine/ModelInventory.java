package dev.likeness.engine;

import dev.likeness.inference.model.ModelFileStatus;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelRole;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.ModelReplay;
import dev.likeness.inference.runtime.ModelRun;
import dev.likeness.scoring.ActiveCalibration;
import dev.likeness.scoring.Calibrations;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The available models, the state of their files, and the device they run on.
public final class ModelInventory {
    private final ModelOptions options;
    private final Models models;
    private final Calibrations calibrations;

    ModelInventory(ModelOptions options, Models models, Calibrations calibrations) {
        this.options = options;
        this.models = models;
        this.calibrations = calibrations;
    }

    /// All models, each with the state of its weights and the calibration that would be used.
    public List<ModelDetails> list() {
        return models.catalog().manifests().stream().map(this::details).toList();
    }

    private ModelDetails details(ModelManifest manifest) {
        ModelFileStatus file = models.catalog().inspect(manifest);
        ActiveCalibration calibration = manifest.role() == ModelRole.EMBEDDER
                ? file.sha256()
                        .flatMap(sha256 -> calibrations.describe(manifest.id(), sha256))
                        .orElse(null)
                : null;
        return new ModelDetails(manifest, file.state(), file.path(), file.sha256(), calibration);
    }

    /// Whether the engine can process photos: the state of the two models' files. No model is opened.
    public Readiness readiness() {
        List<Readiness.Model> inUse = List.of(
                new Readiness.Model(options.detector(), "detector", state(options.detector())),
                new Readiness.Model(options.embedder(), "embedder", state(options.embedder())));
        return new Readiness(
                inUse.stream()
                        .allMatch(model -> model.state().equals(word(ModelFileStatus.State.PRESENT))
                                || model.state().equals(word(ModelFileStatus.State.BUILT_IN))),
                inUse);
    }

    private String state(String model) {
        return models.catalog().manifests().stream()
                .filter(manifest -> manifest.id().equals(model))
                .findFirst()
                .map(manifest -> word(models.catalog().inspect(manifest).state()))
                .orElse("unknown");
    }

    private static String word(ModelFileStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The name of the device that inference runs on: `CPU`, or the name of the GPU.
    public String deviceName() {
        return models.runtime().computeDevice();
    }

    /// The device that inference actually runs on: the CPU or a GPU, never `auto`.
    public Device device() {
        return models.runtime().device();
    }

    /// How often each model ran on inputs of each shape since the engine was opened.
    public Map<ModelRun, Long> runs() {
        return models.runtime().runs();
    }

    /// Repeats runs of these models with nothing around them. The caller closes it.
    public ModelReplay replay() {
        return new ModelReplay(models.catalog());
    }
}
