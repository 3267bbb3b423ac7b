package dev.likeness.inference.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelInput;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// One loaded model with one image input. Thread-safe. On the CPU, each thread computes its own call. On
/// CUDA, each call has its own stream, so the copies of one call overlap with the kernels of another.
public final class ModelSession implements AutoCloseable {
    private static final int RANK = 4;
    private static final int CHANNELS = 3;
    private static final long DYNAMIC = -1;

    private final ModelManifest manifest;
    private final OrtSession session;
    private final String inputName;
    private final long[] inputShape;

    /// Unused direct input buffers. There are as many buffers as there were concurrent calls.
    private final Queue<FloatBuffer> idleBuffers = new ConcurrentLinkedQueue<>();

    private final ConcurrentMap<ModelRun, LongAdder> runs = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ModelSession(ModelManifest manifest, OrtSession session, String inputName, long[] inputShape) {
        this.manifest = manifest;
        this.session = session;
        this.inputName = inputName;
        this.inputShape = inputShape;
    }

    /// Loads the weights and checks the input against the manifest.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the file is not an ONNX model or differs from the
    ///     manifest
    public static ModelSession open(
            ModelManifest manifest, ModelWeights weights, InferenceOptions options, ComputeDevice device) {
        // Before anything else of the library, since it says what is missing.
        OrtEnvironment environment = environment();
        boolean fixedShapes = manifest.input().size() instanceof ModelInput.Size.Fixed;
        try (SessionOptions sessionOptions = options(options, device.device(), fixedShapes)) {
            OrtSession session = switch (weights) {
                case ModelWeights.OnDisk(var path) -> environment.createSession(path.toString(), sessionOptions);
                case ModelWeights.BuiltIn builtIn -> environment.createSession(builtIn.bytes(), sessionOptions);
            };
            try {
                String inputName = inputName(manifest, session);
                long[] inputShape = inputShape(manifest, session, inputName);
                return new ModelSession(manifest, session, inputName, inputShape);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "model %s must be an ONNX model that runs on %s, got: %s, which fails with: %s"
                            .formatted(manifest.id(), device.name(), weights, e.getMessage()),
                    e);
        }
    }

    /// The ONNX Runtime environment, of which a process has one.
    public static OrtEnvironment environment() {
        return OnnxRuntimeEnvironment.shared();
    }

    /// The options of a session.
    ///
    /// @param fixedShapes whether all calls have one shape or a few shapes; the memory plan of the first call
    ///     is then reused
    static SessionOptions options(InferenceOptions options, Device device, boolean fixedShapes) throws OrtException {
        SessionOptions session = new SessionOptions();
        try {
            session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            session.setIntraOpNumThreads(options.threadsPerCall());
            session.setInterOpNumThreads(1);
            session.addConfigEntry("session.intra_op.allow_spinning", "0");
            session.setMemoryPatternOptimization(fixedShapes);
            if (device instanceof Device.Cuda(int ordinal)) {
                addCuda(session, ordinal, options.gpuMemoryLimitBytes());
            }
            return session;
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static void addCuda(SessionOptions session, int ordinal, long memoryLimit) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(ordinal)) {
            cuda.add("gpu_mem_limit", Long.toString(memoryLimit));
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            // The exhaustive search times every algorithm for every shape, and a detector gets a new shape
            // with nearly every photo.
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            session.addCUDA(cuda);
        }
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /// The fixed batch size of the graph; empty if it accepts any batch size.
    public Optional<Integer> fixedBatchSize() {
        return inputShape[0] == DYNAMIC ? Optional.empty() : Optional.of(Math.toIntExact(inputShape[0]));
    }

    /// The shape of an output; variable sizes are −1.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the model has no float output with this name
    public long[] outputShape(String name) {
        try {
            NodeInfo output = session.getOutputInfo().get(name);
            if (output != null && output.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
                return tensor.getShape();
            }
            throw invalid("must have a float output named " + name, session.getOutputNames());
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    public Set<String> outputNames() {
        return session.getOutputNames();
    }

    /// A direct buffer for exactly `floats` numbers with undefined content. Callers return it with
    /// [#release].
    public FloatBuffer borrow(int floats) {
        FloatBuffer idle = idleBuffers.poll();
        FloatBuffer buffer = idle != null && idle.capacity() >= floats
                ? idle
                : ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        return buffer.clear().limit(floats);
    }

    /// Returns a buffer of [#borrow] for reuse.
    public void release(FloatBuffer buffer) {
        idleBuffers.add(buffer);
    }

    /// Runs the model on `float[n, 3, height, width]`. The caller closes the result.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the run fails
    public OrtSession.Result run(FloatBuffer input, int n, int height, int width) {
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(environment(), input, new long[] {n, CHANNELS, height, width})) {
            runs.computeIfAbsent(new ModelRun(manifest.id(), n, height, width), _ -> new LongAdder())
                    .increment();
            return session.run(Map.of(inputName, tensor));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /// How often the model ran on inputs of each shape.
    public Map<ModelRun, Long> runs() {
        Map<ModelRun, Long> counts = new HashMap<>();
        runs.forEach((run, count) -> counts.put(run, count.sum()));
        return counts;
    }

    /// A copy of an output's floats.
    public FloatBuffer floats(OrtSession.Result result, String name) {
        if (result.get(name).orElse(null) instanceof OnnxTensor tensor) {
            return tensor.getFloatBuffer();
        }
        throw invalid("must have a float output named " + name, outputNames());
    }

    /// The exception for a model that violates a rule; the message is "model ID RULE, got: VALUE".
    public LikenessException invalid(String rule, Object value) {
        return new LikenessException(
                ErrorCode.MODEL_INVALID, "model %s %s, got: %s".formatted(manifest.id(), rule, value));
    }

    private LikenessException failed(OrtException cause) {
        return new LikenessException(
                ErrorCode.MODEL_INVALID,
                "model %s must run as its manifest describes, got: %s".formatted(manifest.id(), cause.getMessage()),
                cause);
    }

    private static String inputName(ModelManifest manifest, OrtSession session) {
        Set<String> names = session.getInputNames();
        String name = manifest.input()
                .name()
                .orElse(names.size() == 1 ? names.iterator().next() : "");
        if (names.size() != 1 || !names.contains(name)) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "model %s must have one input%s, got: %s"
                            .formatted(
                                    manifest.id(),
                                    manifest.input()
                                            .name()
                                            .map(wanted -> " named " + wanted)
                                            .orElse(""),
                                    names));
        }
        return name;
    }

    private static long[] inputShape(ModelManifest manifest, OrtSession session, String inputName) throws OrtException {
        long height = DYNAMIC;
        long width = DYNAMIC;
        if (manifest.input().size() instanceof ModelInput.Size.Fixed(int fixedWidth, int fixedHeight)) {
            height = fixedHeight;
            width = fixedWidth;
        }
        NodeInfo input = session.getInputInfo().get(inputName);
        if (input != null
                && input.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT
                && tensor.getShape().length == RANK
                && accepts(tensor.getShape()[1], CHANNELS)
                && accepts(tensor.getShape()[2], height)
                && accepts(tensor.getShape()[3], width)) {
            return tensor.getShape();
        }
        throw new LikenessException(
                ErrorCode.MODEL_INVALID,
                "model %s must take float[n, 3, %s, %s], got: %s"
                        .formatted(
                                manifest.id(),
                                height == DYNAMIC ? "any" : height,
                                width == DYNAMIC ? "any" : width,
                                input != null && input.getInfo() instanceof TensorInfo tensor
                                        ? tensor.type + Arrays.toString(tensor.getShape())
                                        : "no tensor"));
    }

    private static boolean accepts(long actual, long wanted) {
        return actual == DYNAMIC || actual == wanted;
    }

    /// Frees the model. Further calls have no effect.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }
}
