package dev.likeness.onnx.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes checkpoints as `torch.save` does: `{epoch, arch, state_dict, optimizer}` as MagFace's script
/// has it, or the bare state_dict as InsightFace's has it, in either container and any protocol.
public final class CheckpointWriter {
    private final Map<String, SavedTensor> tensors = new LinkedHashMap<>();
    private Optional<String> arch = Optional.empty();
    private Optional<String> states = Optional.empty();
    private int protocol = 2;

    public static CheckpointWriter of(String prefix, Map<String, Tensor> tensors) {
        CheckpointWriter writer = new CheckpointWriter();
        tensors.forEach((name, tensor) -> writer.tensor(prefix + name, SavedTensor.of(tensor)));
        return writer;
    }

    CheckpointWriter tensor(String name, SavedTensor tensor) {
        tensors.put(name, tensor);
        return this;
    }

    public CheckpointWriter arch(String name) {
        arch = Optional.of(name);
        return this;
    }

    /// Saves the weights under this key beside others, as training scripts do that save no architecture.
    public CheckpointWriter under(String key) {
        states = Optional.of(key);
        return this;
    }

    CheckpointWriter protocol(int version) {
        protocol = version;
        return this;
    }

    public Path zip(Path file) throws IOException {
        return zip(file, pickle(false), storages());
    }

    public static Path zip(Path file, byte[] pickle, List<byte[]> storages) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            record(zip, "archive/data.pkl", pickle);
            record(zip, "archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < storages.size(); i++) {
                record(zip, "archive/data/" + i, storages.get(i));
            }
            record(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static void record(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    public Path legacy(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(legacyHead());
            out.write(pickle(true));
            PickleWriter keys = new PickleWriter(protocol).op(']').op('(');
            for (int i = 0; i < tensors.size(); i++) {
                keys.text(Integer.toString(i));
            }
            out.write(keys.op('e').toBytes());
            for (SavedTensor tensor : tensors.values()) {
                byte[] elements = new byte[Long.BYTES];
                SavedTensor.littleEndian(elements).putLong(tensor.elements());
                out.write(elements);
                out.write(tensor.storage);
            }
        }
        return file;
    }

    public static byte[] legacyHead() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(new PickleWriter(2)
                .longBytes(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .toBytes());
        head.writeBytes(new PickleWriter(2).whole(1001).toBytes());
        PickleWriter system = new PickleWriter(2).op('}').op('(');
        system.text("protocol_version").whole(1001);
        system.text("little_endian").op(0x88);
        system.text("type_sizes")
                .op('}')
                .op('(')
                .text("short")
                .whole(2)
                .text("int")
                .whole(4)
                .op('u');
        head.writeBytes(system.op('u').toBytes());
        return head.toByteArray();
    }

    private List<byte[]> storages() {
        List<byte[]> storages = new ArrayList<>();
        tensors.values().forEach(tensor -> storages.add(tensor.storage));
        return storages;
    }

    byte[] pickle(boolean legacy) {
        PickleWriter pickle = new PickleWriter(protocol);
        if (states.isPresent()) {
            pickle.op('}').op('(').text("iters").whole(25).text(states.get());
            stateDict(pickle, legacy);
            return pickle.op('u').toBytes();
        }
        if (arch.isEmpty()) {
            stateDict(pickle, legacy);
            return pickle.toBytes();
        }
        pickle.op('}').op('q').op(0).op('(');
        pickle.text("epoch").whole(25);
        pickle.text("arch").text(arch.get());
        pickle.text("state_dict");
        stateDict(pickle, legacy);
        pickle.text("optimizer")
                .op('}')
                .op('(')
                .text("state")
                .op('}')
                .whole(0)
                .op('}')
                .op('s');
        pickle.text("lr").op('G');
        for (int i = 0; i < Double.BYTES; i++) {
            pickle.op(0);
        }
        pickle.text("param_groups").op(']').op('N').op('a').op('u');
        return pickle.op('u').toBytes();
    }

    private void stateDict(PickleWriter pickle, boolean legacy) {
        pickle.emptyOrderedDict().op('r').int32(300).op('(');
        int key = 0;
        for (Map.Entry<String, SavedTensor> entry : tensors.entrySet()) {
            pickle.text(entry.getKey());
            tensor(pickle, entry.getValue(), Integer.toString(key++), legacy);
        }
        pickle.op('u');
        // torch's state_dict carries its version numbers as an attribute
        pickle.op('}').text("_metadata").emptyOrderedDict().op('s').op('b');
    }

    private static void tensor(PickleWriter pickle, SavedTensor tensor, String key, boolean legacy) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").op('(');
        pickle.op('(').text("storage").global("torch", tensor.storageType);
        pickle.text(key).text("cuda:0").whole(tensor.elements());
        if (legacy) {
            pickle.op('N');
        }
        pickle.op('t').op('Q');
        pickle.whole(tensor.offset).wholes(tensor.sizes).wholes(tensor.strides).op(0x89);
        pickle.emptyOrderedDict().op('t').op('R');
    }
}
