package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.ModelDescription;
import dev.likeness.onnx.checkpoint.TorchValue.Storage;
import dev.likeness.onnx.checkpoint.TorchValue.TensorView;
import dev.likeness.pickle.PickleValue.Mapping;
import dev.likeness.pickle.PickleValue.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A checkpoint written by `torch.save`, in either format: a ZIP of `data.pkl` and one record per storage, or
/// the legacy sequence of pickles and storages. Reading it does not execute code: see [TorchPickleReader].
///
/// @param architecture the architecture that the training script saved with the weights, such as `iresnet100`
/// @param prefix the prefix of all names, such as `features.module.`; it shows which program wrote the
///     checkpoint
/// @param weights the tensors of the backbone, without the prefix. The classifier's head and the optimizer's
///     state are not read
public record PyTorchCheckpoint(Optional<String> architecture, String prefix, StateDict weights) {
    /// Maximum number of weights of all tensors together: four times an iResNet-100. As float64, they still
    /// fit one array.
    private static final long MAX_ELEMENTS = 250_000_000;

    private static final int MAX_SIDES = 8;

    /// Prefixes that wrappers add to a backbone's names: MagFace under distributed training, MagFace under
    /// DataParallel, and any network under DataParallel.
    private static final List<String> PREFIXES = List.of("features.module.", "module.features.", "module.", "");

    /// The first tensors of the known backbones: iResNet, and MobileFaceNet of InsightFace and of other
    /// projects.
    private static final List<String> STEMS =
            List.of("conv1.weight", "layers.0.layers.0.weight", "conv1.conv.weight", "conv1.0.weight");

    /// The keys under which training scripts save the weights beside other things.
    private static final List<String> STATES = List.of("state_dict", "net_state_dict", "model_state_dict");

    /// The project whose training script wrote a model. It determines what the weights do not contain: ε, the
    /// input normalisation and the licence.
    public enum Family {
        /// IrvingMeng/MagFace: BatchNorm with ε = 2e-5, input B G R as byte / 255.
        MAGFACE,
        /// deepinsight/insightface `arcface_torch`: BatchNorm with ε = 1e-5, input R G B as (byte − 127.5) /
        /// 127.5.
        INSIGHTFACE;

        /// The ε of every BatchNorm of this project's iResNets.
        public double epsilon() {
            return switch (this) {
                case MAGFACE -> 2e-5;
                case INSIGHTFACE -> 1e-5;
            };
        }

        /// The input of this project's embedders.
        ///
        /// @param tensor name of the input in the graph
        public ModelDescription.Input input(String tensor) {
            ModelDescription.Size face = new ModelDescription.Size.Fixed(112, 112);
            return switch (this) {
                case MAGFACE -> new ModelDescription.Input(tensor, face, "BGR", "1/255", 0, 1);
                case INSIGHTFACE -> new ModelDescription.Input(tensor, face, "RGB", "1", 127.5f, 127.5f);
            };
        }

        /// The bounds of the magnitude in the published training; empty if it has none.
        public Optional<ModelDescription.Range> magnitudes() {
            return switch (this) {
                case MAGFACE -> Optional.of(new ModelDescription.Range(10, 110));
                case INSIGHTFACE -> Optional.empty();
            };
        }

        /// What is known about the licence of the weights.
        public String licence() {
            return switch (this) {
                case MAGFACE -> "not stated in the file; MagFace's code is Apache-2.0";
                case INSIGHTFACE -> "not stated in the file; InsightFace's own weights are for non-commercial research";
            };
        }
    }

    /// The project that wrote this checkpoint. MagFace's script saves an `arch` with the weights and has the
    /// backbone in a module named `features`; InsightFace's script saves only the backbone.
    public Family family() {
        return architecture.isPresent() || prefix.contains("features") ? Family.MAGFACE : Family.INSIGHTFACE;
    }

    /// Reads the backbone of a checkpoint.
    ///
    /// @throws LikenessException `NOT_FOUND` if the file does not exist; `IO_FAILED` if it cannot be read;
    ///     `UNSUPPORTED_FORMAT` if it is in neither format; `MODEL_INVALID` if it is damaged, refers to a
    ///     global that is not allowed, or contains no backbone
    public static PyTorchCheckpoint read(Path file) {
        try (CheckpointContainer container = CheckpointContainer.open(file)) {
            return read(file, container);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "checkpoint %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static PyTorchCheckpoint read(Path file, CheckpointContainer container) throws IOException {
        if (!(container.root() instanceof Mapping root)) {
            throw invalid("checkpoint %s must contain a dictionary, got something else".formatted(file));
        }
        Mapping states = STATES.stream()
                .map(root.entries()::get)
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .findFirst()
                .orElse(root);
        String prefix = PREFIXES.stream()
                .filter(candidate ->
                        STEMS.stream().anyMatch(stem -> states.entries().get(candidate + stem) instanceof TensorView))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "checkpoint %s must contain a backbone whose stem is named %s, alone or after %s, got: %s"
                                .formatted(
                                        file,
                                        String.join(" or ", STEMS),
                                        String.join(" or ", PREFIXES.subList(0, 3)),
                                        firstNames(states))));
        Map<String, TensorView> views = new LinkedHashMap<>();
        states.entries().forEach((name, value) -> {
            if (name.startsWith(prefix) && value instanceof TensorView view) {
                views.put(name.substring(prefix.length()), view);
            }
        });
        Optional<String> architecture =
                root.entries().get("arch") instanceof Text(String text) ? Optional.of(text) : Optional.empty();
        return new PyTorchCheckpoint(
                architecture, prefix, StateDict.of(file.toString(), materialise(file, container, views)));
    }

    private static String firstNames(Mapping states) {
        if (states.entries().isEmpty()) {
            return "no tensor";
        }
        List<String> names = states.entries().keySet().stream()
                .limit(3)
                .map(TorchPickleReader::printable)
                .toList();
        return String.join(", ", names) + (states.entries().size() > 3 ? ", …" : "");
    }

    /// Copies each tensor out of its storage, reading every storage once.
    private static Map<String, Tensor> materialise(
            Path file, CheckpointContainer container, Map<String, TensorView> views) throws IOException {
        Map<Storage, Map<String, TensorView>> users = new LinkedHashMap<>();
        long elements = 0;
        for (Map.Entry<String, TensorView> entry : views.entrySet()) {
            elements += check(file, entry.getKey(), entry.getValue());
            users.computeIfAbsent(entry.getValue().storage(), _ -> new LinkedHashMap<>())
                    .put(entry.getKey(), entry.getValue());
            requireWithinLimit(file, elements);
        }
        long stored = 0;
        for (Storage storage : users.keySet()) {
            stored += storage.elements();
            requireWithinLimit(file, stored);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<Storage, Map<String, TensorView>> entry : users.entrySet()) {
            ByteBuffer numbers = container.storage(entry.getKey());
            entry.getValue().forEach((name, view) -> tensors.put(name, copy(view, numbers)));
        }
        return tensors;
    }

    private static void requireWithinLimit(Path file, long elements) {
        if (elements > MAX_ELEMENTS) {
            throw invalid("checkpoint %s must contain at most %d weights, got more".formatted(file, MAX_ELEMENTS));
        }
    }

    /// Checks that a tensor lies within its storage.
    ///
    /// @return the number of elements of the tensor
    private static long check(Path file, String name, TensorView view) {
        long available = view.storage().elements();
        int sides = view.sizes().size();
        boolean fits = sides <= MAX_SIDES && view.strides().size() == sides && view.offset() >= 0;
        long elements = 1;
        long last = view.offset();
        for (int i = 0; fits && i < sides; i++) {
            long size = view.sizes().get(i);
            long stride = view.strides().get(i);
            // Each factor is bounded, so that the products below cannot overflow.
            fits = size >= 0 && size <= MAX_ELEMENTS && stride >= 0 && stride <= MAX_ELEMENTS;
            if (fits) {
                elements *= size;
                last += Math.max(0, size - 1) * stride;
                fits = elements <= Math.min(available, MAX_ELEMENTS);
            }
        }
        if (!fits || (elements > 0 && last >= available)) {
            throw invalid(
                    "checkpoint %s: %s must lie within its storage of %d elements, got: offset %d, sizes %s, strides %s"
                            .formatted(
                                    file,
                                    TorchPickleReader.printable(name),
                                    available,
                                    view.offset(),
                                    view.sizes(),
                                    view.strides()));
        }
        return elements;
    }

    private static Tensor copy(TensorView view, ByteBuffer numbers) {
        int sides = view.sizes().size();
        int[] shape = new int[sides];
        int[] strides = new int[sides];
        int elements = 1;
        for (int i = 0; i < sides; i++) {
            shape[i] = view.sizes().get(i).intValue();
            strides[i] = view.strides().get(i).intValue();
            elements *= shape[i];
        }
        float[] values = new float[elements];
        int[] index = new int[sides];
        int source = (int) view.offset();
        for (int target = 0; target < elements; target++) {
            values[target] = number(view.storage(), numbers, source);
            // Row-major order: the last index changes fastest and carries into the one before it.
            for (int axis = sides - 1; axis >= 0; axis--) {
                index[axis]++;
                source += strides[axis];
                if (index[axis] < shape[axis]) {
                    break;
                }
                source -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
        return Tensor.of(values, shape);
    }

    private static float number(Storage storage, ByteBuffer numbers, int index) {
        return switch (storage.type()) {
            case FLOAT_STORAGE -> numbers.getFloat(4 * index);
            case DOUBLE_STORAGE -> (float) numbers.getDouble(8 * index);
            case HALF_STORAGE -> Float.float16ToFloat(numbers.getShort(2 * index));
            case BFLOAT16_STORAGE -> Float.intBitsToFloat(numbers.getShort(2 * index) << 16);
            case LONG_STORAGE -> numbers.getLong(8 * index);
            case INT_STORAGE -> numbers.getInt(4 * index);
            case SHORT_STORAGE -> numbers.getShort(2 * index);
            case CHAR_STORAGE -> numbers.get(index);
            case BYTE_STORAGE, BOOL_STORAGE -> numbers.get(index) & 0xff;
            case ORDERED_DICT, REBUILD_TENSOR, REBUILD_PARAMETER ->
                throw new LikenessException(ErrorCode.INTERNAL, "no storage: " + storage.type());
        };
    }

    private static LikenessException invalid(String message) {
        return new LikenessException(ErrorCode.MODEL_INVALID, message);
    }
}
