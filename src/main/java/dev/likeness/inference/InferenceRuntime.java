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
import dev.likeness.inference.runtime.ModelSession;
import dev.likeness.inference.runtime.OnnxRuntimeCuda;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The compute device and the models loaded on it. Safe for use by many threads at once.
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

    /// Chooses the compute device. No model is loaded yet.
    ///
    /// @param warnings gets one sentence if device `auto` has to fall back to the CPU though CUDA is in
    ///     the build
    /// @throws LikenessException `DEVICE_UNAVAILABLE` if CUDA is asked for by name and cannot be used
    public static InferenceRuntime open(InferenceOptions options, ModelCatalog catalog, Consumer<String> warnings) {
        return new InferenceRuntime(
                options, catalog, ComputeDevice.select(options.device(), new OnnxRuntimeCuda(), warnings));
    }

    /// Loads a detector.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such model; `INVALID_ARGUMENT` if it is no
    ///     detector; `MODEL_MISSING` or `MODEL_INVALID` if its weights are missing, altered, or not what
    ///     the manifest says
    public FaceDetector detector(String id, DetectionOptions detection) {
        return open(id, detection);
    }

    /// Loads a detector whose cells can be read.
    ///
    /// @throws LikenessException as [#detector] does; `INVALID_ARGUMENT` also if it is not of YuNet's kind,
    ///     or takes pictures of one size only
    public CellDetector cellDetector(String id, DetectionOptions detection) {
        ModelManifest manifest = catalog.manifest(id);
        if (manifest.output() instanceof ModelOutput.Scrfd || manifest.input().size() instanceof Size.Fixed) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "to teach, a detector must have YuNet's outputs and take pictures of any size, got: " + id);
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

    /// Where models really run: [Device.Cpu] or [Device.Cuda], never [Device.Auto].
    public Device device() {
        return device.device();
    }

    /// Where models really run, for people: `CPU`, or `CUDA:0` and the GPU's name where the driver tells
    /// it.
    public String computeDevice() {
        return device.name();
    }

    /// The version of ONNX Runtime.
    public static String onnxRuntimeVersion() {
        return ModelSession.environment().getVersion();
    }

    /// What the build of ONNX Runtime can compute on, whether the machine has it or not: `CPU`, or `CPU
    /// and CUDA`.
    public static String availableDevices() {
        return new OnnxRuntimeCuda().isInBuild() ? "CPU and CUDA" : "CPU";
    }

    private synchronized ModelSession load(ModelManifest manifest) {
        if (closed) {
            throw new LikenessException(
                    ErrorCode.INTERNAL, "a closed runtime must not be asked for a model, got: " + manifest.id());
        }
        ModelSession session = ModelSession.open(manifest, catalog.weights(manifest), options, device);
        sessions.add(session);
        return session;
    }

    private static LikenessException wrongRole(ModelRole wanted, ModelManifest manifest) {
        return new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "a model used as %s must be one, got: %s, which is of role %s"
                        .formatted(wanted, manifest.id(), manifest.role()));
    }

    /// Frees every model that is still loaded. Not to be called before the last call to one returns.
    @Override
    public synchronized void close() {
        closed = true;
        sessions.forEach(ModelSession::close);
        sessions.clear();
    }
}
