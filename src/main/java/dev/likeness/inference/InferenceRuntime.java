package dev.likeness.inference;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDecoder;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.detect.OnnxCellDetector;
import dev.likeness.inference.detect.OnnxFaceDetector;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.embed.OnnxFaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.model.ModelInput.Size;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.model.ModelRole;
import dev.likeness.inference.runtime.ComputeDevice;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.inference.runtime.ModelRun;
import dev.likeness.inference.runtime.ModelSession;
import dev.likeness.inference.runtime.OnnxRuntimeCuda;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Loads models on one compute device and owns them. Thread-safe.
public final class InferenceRuntime implements AutoCloseable {
    private final InferenceOptions options;
    private final ModelCatalog catalog;
    private final ComputeDevice device;
    private final List<ModelSession> sessions = new ArrayList<>();
    private boolean closed;

    private InferenceRuntime(InferenceOptions options, ModelCatalog catalog, ComputeDevice device) {
        this.options = options;
        this.catalog = catalog;
        this.device = device;
    }

    /// Selects the compute device. It does not load a model yet.
    ///
    /// @param warnings receives one sentence if device `auto` falls back to the CPU although the build
    ///     contains CUDA
    /// @throws LikenessException `DEVICE_UNAVAILABLE` if CUDA is requested explicitly and cannot be used
    public static InferenceRuntime open(InferenceOptions options, ModelCatalog catalog, Consumer<String> warnings) {
        return new InferenceRuntime(
                options, catalog, ComputeDevice.select(options.device(), new OnnxRuntimeCuda(), warnings));
    }

    /// Loads a detector.
    ///
    /// @param id id of the model
    /// @throws LikenessException `NOT_FOUND` if the catalogue has no such model; `INVALID_ARGUMENT` if it is
    ///     not a detector; `MODEL_MISSING` or `MODEL_INVALID` if its weights are missing, modified, or
    ///     different from the manifest
    public FaceDetector detector(String id, DetectionOptions detection) {
        return open(id, detection);
    }

    /// Loads a detector that also provides the raw outputs of its cells.
    ///
    /// @throws LikenessException as [#detector] does; also `INVALID_ARGUMENT` if the model does not have
    ///     YuNet's outputs or has a fixed input size
    public CellDetector cellDetector(String id, DetectionOptions detection) {
        ModelManifest manifest = catalog.manifest(id);
        if (manifest.output() instanceof ModelOutput.Scrfd || manifest.input().size() instanceof Size.Fixed) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a teacher must be a detector with YuNet's outputs and a variable input size, got: " + id);
        }
        return new OnnxCellDetector(open(id, detection));
    }

    private OnnxFaceDetector open(String id, DetectionOptions detection) {
        ModelManifest manifest = catalog.manifest(id);
        if (!(manifest.output() instanceof ModelOutput.Faces output)) {
            throw wrongRole(ModelRole.DETECTOR, manifest);
        }
        return new OnnxFaceDetector(load(manifest), FaceDecoder.of(id, output), detection);
    }

    /// Loads an embedder.
    ///
    /// @throws LikenessException as [#detector] does
    public FaceEmbedder embedder(String id) {
        ModelManifest manifest = catalog.manifest(id);
        if (!(manifest.output() instanceof ModelOutput.Vector output
                && manifest.input().size() instanceof Size.Fixed size)) {
            throw wrongRole(ModelRole.EMBEDDER, manifest);
        }
        ModelSession session = load(manifest);
        return new OnnxFaceEmbedder(session, output, size, options.batchSizeOn(device.device()));
    }

    /// The device that models run on: [Device.Cpu] or [Device.Cuda], never [Device.Auto].
    public Device device() {
        return device.device();
    }

    /// The display name of the device: `CPU`, or `CUDA:0` followed by the GPU's name if the driver provides
    /// it.
    public String computeDevice() {
        return device.name();
    }

    /// The version of ONNX Runtime.
    public static String onnxRuntimeVersion() {
        return ModelSession.environment().getVersion();
    }

    /// The devices that this build of ONNX Runtime supports, whether or not the machine has them: `CPU`, or
    /// `CPU and CUDA`.
    public static String availableDevices() {
        return new OnnxRuntimeCuda().isInBuild() ? "CPU and CUDA" : "CPU";
    }

    private synchronized ModelSession load(ModelManifest manifest) {
        if (closed) {
            throw new LikenessException(
                    ErrorCode.INTERNAL, "a model must be loaded before the runtime is closed, got: " + manifest.id());
        }
        ModelSession session = ModelSession.open(manifest, catalog.weights(manifest), options, device);
        sessions.add(session);
        return session;
    }

    /// How often each model ran on inputs of each shape.
    public synchronized Map<ModelRun, Long> runs() {
        Map<ModelRun, Long> counts = new HashMap<>();
        sessions.forEach(session -> session.runs().forEach((run, count) -> counts.merge(run, count, Long::sum)));
        return counts;
    }

    private static LikenessException wrongRole(ModelRole wanted, ModelManifest manifest) {
        return new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "a model used as %s must have that role, got: %s, which has the role %s"
                        .formatted(wanted, manifest.id(), manifest.role()));
    }

    /// Frees all models that are still loaded. Callers must wait until all calls to the models have returned.
    @Override
    public synchronized void close() {
        closed = true;
        sessions.forEach(ModelSession::close);
        sessions.clear();
    }
}
