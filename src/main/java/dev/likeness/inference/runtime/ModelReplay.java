package dev.likeness.inference.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelWeights;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Repeats the runs of models with ONNX Runtime on the CPU and nothing else: sessions of its own with ONNX
/// Runtime's default options and one thread a call, inputs made before the clock starts, outputs left unread.
/// No program that needs these runs can take less CPU time, unless it gives ONNX Runtime better options.
public final class ModelReplay implements AutoCloseable {
    private static final int CHANNELS = 3;
    private static final int LEVELS = 256;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ModelCatalog catalog;
    private final Map<String, OrtSession> sessions = new HashMap<>();

    public ModelReplay(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /// Repeats runs in random order with a fixed seed.
    ///
    /// @param threads how many threads share the runs
    /// @return CPU time of the runs in seconds, over all threads
    public double run(Map<ModelRun, Long> runs, int threads) {
        List<ModelRun> order = new ArrayList<>();
        runs.forEach((run, count) -> order.addAll(Collections.nCopies(Math.toIntExact(count), run)));
        Collections.shuffle(order, new Random(order.size()));
        runs.keySet().forEach(run -> session(run.model()));
        Map<ModelRun, OnnxTensor> inputs = inputs(runs);
        try {
            return inParallel(order, inputs, threads);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private double inParallel(List<ModelRun> order, Map<ModelRun, OnnxTensor> inputs, int threads) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable OrtException> failure = new AtomicReference<>();
        long[] nanos = new long[threads];
        List<Thread> workers = IntStream.range(0, threads)
                .mapToObj(i -> Thread.ofPlatform().name("replay-" + i).start(() -> {
                    long before = THREADS.getCurrentThreadCpuTime();
                    try {
                        for (int at = next.getAndIncrement(); at < order.size(); at = next.getAndIncrement()) {
                            run(order.get(at), inputs);
                        }
                    } catch (OrtException e) {
                        failure.set(e);
                    }
                    nanos[i] = THREADS.getCurrentThreadCpuTime() - before;
                }))
                .toList();
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        }
        OrtException failed = failure.get();
        if (failed != null) {
            throw failed(failed);
        }
        return IntStream.range(0, threads).mapToLong(i -> nanos[i]).sum() / 1e9;
    }

    private void run(ModelRun run, Map<ModelRun, OnnxTensor> inputs) throws OrtException {
        OrtSession session = session(run.model());
        OnnxTensor input = inputs.get(run);
        if (input != null) {
            session.run(Map.of(session.getInputNames().iterator().next(), input))
                    .close();
        }
    }

    /// All inputs are the beginning of one noise.
    private static Map<ModelRun, OnnxTensor> inputs(Map<ModelRun, Long> runs) {
        int most = runs.keySet().stream().mapToInt(ModelReplay::floats).max().orElse(0);
        FloatBuffer noise = ByteBuffer.allocateDirect(Math.multiplyExact(most, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Random random = new Random(most);
        for (int i = 0; i < most; i++) {
            noise.put(i, random.nextInt(LEVELS));
        }
        Map<ModelRun, OnnxTensor> inputs = new HashMap<>();
        try {
            for (ModelRun run : runs.keySet()) {
                long[] shape = {run.n(), CHANNELS, run.height(), run.width()};
                inputs.put(run, OnnxTensor.createTensor(environment(), noise.slice(0, floats(run)), shape));
            }
        } catch (OrtException e) {
            throw failed(e);
        }
        return inputs;
    }

    private static int floats(ModelRun run) {
        return run.n() * CHANNELS * run.height() * run.width();
    }

    private synchronized OrtSession session(String model) {
        return sessions.computeIfAbsent(model, this::open);
    }

    private OrtSession open(String model) {
        ModelManifest manifest = catalog.manifest(model);
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            return switch (catalog.weights(manifest)) {
                case ModelWeights.OnDisk(var path) -> environment().createSession(path.toString(), options);
                case ModelWeights.BuiltIn builtIn -> environment().createSession(builtIn.bytes(), options);
            };
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static OrtEnvironment environment() {
        return ModelSession.environment();
    }

    private static LikenessException failed(OrtException cause) {
        return new LikenessException(
                ErrorCode.MODEL_INVALID, "a model must run as before, got: " + cause.getMessage(), cause);
    }

    /// Frees the models.
    @Override
    public synchronized void close() {
        try {
            for (OrtSession session : sessions.values()) {
                session.close();
            }
        } catch (OrtException e) {
            throw failed(e);
        }
        sessions.clear();
    }
}
