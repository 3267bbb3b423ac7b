package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.TorchValue.Storage;
import dev.likeness.pickle.PickleValue;
import dev.likeness.pickle.PickleValue.Large;
import dev.likeness.pickle.PickleValue.Mapping;
import dev.likeness.pickle.PickleValue.Sequence;
import dev.likeness.pickle.PickleValue.Text;
import dev.likeness.pickle.PickleValue.Truth;
import dev.likeness.pickle.PickleValue.Whole;
import dev.likeness.support.RegularFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The file format that contains a checkpoint's pickle and storages.
sealed interface CheckpointContainer extends Closeable {
    /// The object that was saved.
    PickleValue root();

    /// Reads the numbers of a storage, little-endian, exactly as many as it declares.
    ByteBuffer storage(Storage storage) throws IOException;

    /// Opens a checkpoint. The format is recognised by the first two bytes.
    ///
    /// @throws LikenessException `NOT_FOUND` if the file does not exist; `UNSUPPORTED_FORMAT` if it is in
    ///     neither format; `MODEL_INVALID` if it is damaged
    static CheckpointContainer open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "no such file: " + file);
        }
        byte[] start;
        try (InputStream stream = RegularFile.stream(file)) {
            start = stream.readNBytes(2);
        }
        if (start.length == 2 && start[0] == 'P' && start[1] == 'K') {
            return Zip.open(file);
        }
        if (start.length == 2 && start[0] == (byte) 0x80) {
            return Legacy.open(file);
        }
        throw new LikenessException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "a PyTorch checkpoint must begin as a ZIP or as a pickle, got something else: " + file);
    }

    private static LikenessException damaged(Path file, String rule) {
        return new LikenessException(ErrorCode.MODEL_INVALID, "checkpoint %s: %s".formatted(file, rule));
    }

    /// PyTorch 1.6 and later: `NAME/data.pkl`, `NAME/data/KEY` for each storage, `NAME/byteorder` from 2.0.
    final class Zip implements CheckpointContainer {
        private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

        private final Path file;
        private final ZipFile zip;
        private final String directory;
        private final PickleValue root;

        private Zip(Path file, ZipFile zip, String directory, PickleValue root) {
            this.file = file;
            this.zip = zip;
            this.directory = directory;
            this.root = root;
        }

        static Zip open(Path file) throws IOException {
            ZipFile zip;
            try {
                zip = new ZipFile(file.toFile());
            } catch (ZipException e) {
                throw unreadable(file, e);
            }
            try {
                List<? extends ZipEntry> pickles = zip.stream()
                        .filter(entry -> ("/" + entry.getName()).endsWith("/data.pkl"))
                        .toList();
                if (pickles.size() != 1) {
                    throw damaged(file, "a ZIP must contain one data.pkl, got: " + pickles.size());
                }
                ZipEntry pickle = pickles.getFirst();
                String name = pickle.getName();
                String directory = name.substring(0, name.length() - "data.pkl".length());
                requireLittleEndian(file, zip, directory);
                byte[] bytes = read(file, zip, pickle, TorchPickleReader.MAX_BYTES);
                PickleValue root = new TorchPickleReader(file.toString(), bytes).read();
                return new Zip(file, zip, directory, root);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        }

        private static void requireLittleEndian(Path file, ZipFile zip, String directory) throws IOException {
            ZipEntry entry = zip.getEntry(directory + "byteorder");
            if (entry != null) {
                String order = new String(read(file, zip, entry, 16), StandardCharsets.US_ASCII);
                if (!order.equals("little")) {
                    throw damaged(file, "its byte order must be little, got: " + TorchPickleReader.printable(order));
                }
            }
        }

        @Override
        public PickleValue root() {
            return root;
        }

        @Override
        public ByteBuffer storage(Storage storage) throws IOException {
            String name = directory + "data/" + storage.key();
            String printableName = TorchPickleReader.printable(name);
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw damaged(file, "it must contain the storage %s, got no such record".formatted(printableName));
            }
            if (entry.getMethod() != ZipEntry.STORED) {
                throw damaged(
                        file, "the storage %s must not be compressed: torch.save never does".formatted(printableName));
            }
            long expected = storage.elements() * storage.type().elementBytes();
            // An uncompressed record cannot be larger than its file, whatever its header declares.
            if (entry.getSize() != expected || expected > Files.size(file)) {
                throw damaged(
                        file,
                        "the storage %s must have %d bytes, got: %d"
                                .formatted(printableName, expected, entry.getSize()));
            }
            return ByteBuffer.wrap(read(file, zip, entry, MAX_ARRAY_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
        }

        /// Reads a record and verifies its checksum. A compressed record can declare any size, so at most
        /// `limit` bytes are accepted.
        private static byte[] read(Path file, ZipFile zip, ZipEntry entry, int limit) throws IOException {
            String printableName = TorchPickleReader.printable(entry.getName());
            if (entry.getSize() > limit) {
                throw damaged(
                        file,
                        "the record %s must have at most %d bytes, got: %d"
                                .formatted(printableName, limit, entry.getSize()));
            }
            byte[] bytes = new byte[(int) entry.getSize()];
            int length;
            try (InputStream stream = zip.getInputStream(entry)) {
                length = stream.readNBytes(bytes, 0, bytes.length);
            } catch (ZipException e) {
                throw unreadable(file, e);
            }
            if (length != bytes.length) {
                throw damaged(
                        file,
                        "the record %s must have %d bytes, got: %d".formatted(printableName, bytes.length, length));
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            if (entry.getCrc() != checksum.getValue()) {
                throw damaged(
                        file,
                        "the record %s must have the checksum %08x, got: %08x"
                                .formatted(printableName, entry.getCrc(), checksum.getValue()));
            }
            return bytes;
        }

        private static LikenessException unreadable(Path file, ZipException cause) {
            return new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "checkpoint %s must be a complete ZIP, got: %s".formatted(file, cause.getMessage()),
                    cause);
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }

    /// PyTorch before 1.6: pickles of the magic number, the protocol version, properties of the machine, the
    /// object and the keys of the storages. Then, for each key, the number of elements (int64) and the
    /// elements.
    final class Legacy implements CheckpointContainer {
        private static final Large MAGIC = new Large("1950a86a20f9469cfc6c");
        private static final Whole PROTOCOL = new Whole(1001);

        private final RandomAccessFile bytes;
        private final PickleValue root;
        private final Map<String, Long> positions;

        private Legacy(RandomAccessFile bytes, PickleValue root, Map<String, Long> positions) {
            this.bytes = bytes;
            this.root = root;
            this.positions = positions;
        }

        static Legacy open(Path file) throws IOException {
            byte[] start;
            try (InputStream stream = RegularFile.stream(file)) {
                start = stream.readNBytes(TorchPickleReader.MAX_BYTES);
            }
            TorchPickleReader reader = new TorchPickleReader(file.toString(), start);
            if (!reader.read().equals(MAGIC)) {
                throw damaged(file, "it must begin with PyTorch's magic number " + MAGIC.hexadecimal());
            }
            if (!reader.read().equals(PROTOCOL)) {
                throw damaged(file, "its protocol must be " + PROTOCOL.value());
            }
            if (!(reader.read() instanceof Mapping system)
                    || !new Truth(true).equals(system.entries().get("little_endian"))) {
                throw damaged(file, "its byte order must be little");
            }
            PickleValue root = reader.read();
            if (!(reader.read() instanceof Sequence keys)) {
                throw damaged(file, "it must list its storages");
            }
            RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r");
            try {
                return new Legacy(bytes, root, positions(file, bytes, reader, keys));
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        }

        private static Map<String, Long> positions(
                Path file, RandomAccessFile bytes, TorchPickleReader reader, Sequence keys) throws IOException {
            Map<String, Long> positions = new HashMap<>();
            long length = bytes.length();
            long position = reader.position();
            for (PickleValue item : keys.items()) {
                Storage storage =
                        item instanceof Text(String key) ? reader.storages().get(key) : null;
                if (storage == null) {
                    throw damaged(file, "it must list the storages that its pickle refers to");
                }
                String printableName = TorchPickleReader.printable(storage.key());
                long left = length - position - Long.BYTES;
                if (left / storage.type().elementBytes() < storage.elements() || left < 0) {
                    throw damaged(
                            file,
                            "the storage %s of %d elements must be complete, got a truncated file"
                                    .formatted(printableName, storage.elements()));
                }
                bytes.seek(position);
                long elements = Long.reverseBytes(bytes.readLong());
                if (elements != storage.elements()) {
                    throw damaged(
                            file,
                            "the storage %s must have %d elements, got: %d"
                                    .formatted(printableName, storage.elements(), elements));
                }
                position += Long.BYTES;
                positions.put(storage.key(), position);
                position += elements * storage.type().elementBytes();
            }
            for (String key : reader.storages().keySet()) {
                if (!positions.containsKey(key)) {
                    throw damaged(
                            file,
                            "it must contain the storage %s, got no such record"
                                    .formatted(TorchPickleReader.printable(key)));
                }
            }
            return positions;
        }

        @Override
        public PickleValue root() {
            return root;
        }

        @Override
        public ByteBuffer storage(Storage storage) throws IOException {
            byte[] numbers =
                    new byte[Math.toIntExact(storage.elements() * storage.type().elementBytes())];
            bytes.seek(Objects.requireNonNull(positions.get(storage.key())));
            bytes.readFully(numbers);
            return ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
