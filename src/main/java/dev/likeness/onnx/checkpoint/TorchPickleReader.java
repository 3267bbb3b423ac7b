package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.TorchValue.Storage;
import dev.likeness.onnx.checkpoint.TorchValue.TorchGlobal;
import dev.likeness.pickle.PickleException;
import dev.likeness.pickle.PickleReader;
import dev.likeness.pickle.PickleValue;
import dev.likeness.pickle.PickleValue.Opaque;
import dev.likeness.pickle.PickleValue.Text;
import dev.likeness.pickle.PickleValue.Tuple;
import dev.likeness.pickle.PickleValue.Whole;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the pickles of `torch.save`. They may refer only to the globals in [TorchGlobal].
public final class TorchPickleReader {
    /// Maximum size of the pickle. The pickle of the largest published checkpoint, with its optimizer, takes
    /// less than 1 MiB.
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_OBJECTS = 500_000;

    private final String file;
    private final int length;
    private final PickleReader reader;
    private final Map<String, Storage> storages = new HashMap<>();

    /// Creates a reader.
    ///
    /// @param file name of the checkpoint in messages
    TorchPickleReader(String file, byte[] bytes) {
        this.file = file;
        this.length = bytes.length;
        this.reader = new PickleReader(bytes, new TorchDialect());
    }

    /// The offset of the next pickle, or of the data after the last pickle.
    int position() {
        return reader.position();
    }

    /// The storages that the pickles read so far refer to, by key.
    Map<String, Storage> storages() {
        return storages;
    }

    /// Reads the pickle at [#position()] and moves the position behind it.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the pickle refers to anything that is not allowed, is
    ///     damaged, or exceeds a limit
    PickleValue read() {
        try {
            return reader.read();
        } catch (PickleException e) {
            throw new LikenessException(ErrorCode.MODEL_INVALID, "checkpoint " + file + message(e), e);
        }
    }

    private String message(PickleException e) {
        return switch (e.kind()) {
            case FORBIDDEN_GLOBAL ->
                " refers to %s, which is not allowed because unpickling runs code".formatted(e.detail());
            case FORBIDDEN_CALL -> " calls %s in a way that no checkpoint needs".formatted(e.detail());
            case FORBIDDEN_OPERATION ->
                " uses the pickle operation %s at byte %d, which no checkpoint needs"
                        .formatted(e.detail(), e.position());
            case FORBIDDEN_VALUE -> " makes %s, which no checkpoint needs".formatted(e.detail());
            case DAMAGED -> ": its pickle %s, at byte %d".formatted(e.detail(), e.position());
            case CUT_OFF ->
                ": its pickle %s, at byte %d"
                        .formatted(
                                length >= MAX_BYTES ? "must be at most %d bytes long".formatted(MAX_BYTES) : e.detail(),
                                e.position());
        };
    }

    private final class TorchDialect implements PickleReader.Dialect {
        @Override
        public Optional<TorchGlobal> global(String qualifiedName) {
            return Arrays.stream(TorchGlobal.values())
                    .filter(global -> global.qualifiedName().equals(qualifiedName))
                    .findFirst();
        }

        @Override
        public int maxObjects() {
            return MAX_OBJECTS;
        }

        /// Reads `('storage', type, key, location, elements)`, to which the legacy format adds None.
        @Override
        public Storage persistent(PickleValue id, PickleReader reader) {
            if (id instanceof Tuple(List<PickleValue> items)
                    && items.size() >= 5
                    && items.get(0) instanceof Text(String kind)
                    && kind.equals("storage")
                    && items.get(1) instanceof TorchGlobal type
                    && type.elementBytes() > 0
                    && items.get(2) instanceof Text(String key)
                    && items.get(4) instanceof Whole(long elements)
                    && elements >= 0) {
                if (items.size() > 5 && !(items.get(5) instanceof Opaque)) {
                    throw reader.damaged("must not have views of storages, which no PyTorch since 0.4 writes");
                }
                Storage storage = new Storage(type, key, elements);
                Storage known = storages.putIfAbsent(key, storage);
                if (known != null && !known.equals(storage)) {
                    throw reader.damaged("must declare one type and one size for a storage");
                }
                return storage;
            }
            throw reader.damaged("must refer to storages only");
        }
    }

    /// A name from a file in printable form, for messages.
    public static String printable(String name) {
        return PickleReader.printable(name);
    }
}
