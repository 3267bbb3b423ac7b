package dev.likeness.training.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.support.RegularFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// A training set in InsightFace's format, which is MXNet's RecordIO: `train.rec` contains the pictures,
/// `train.idx` lines `key ⇥ offset`, and `property` the line `identities,height,width`.
///
/// A record consists, little-endian, of the magic number, a word with the kind of the part (upper 3 bits:
/// whole, first, middle, last) and its length (29 bits), and the content, padded to 4 bytes. A writer splits
/// the content wherever it contains the magic number, and leaves the number out. The content is a header
/// (flag, label, two ids; a flag above 0 is the number of labels that follow) and the picture file. Record 0
/// has no picture: its first label is the last picture's key plus one. Higher keys belong to identities and
/// are not needed.
final class RecordFaces implements FaceSet {
    /// The file that identifies such a set.
    static final String RECORDS = "train.rec";

    private static final int MAGIC = 0xced7230a;
    private static final int LENGTH_BITS = 29;
    private static final int WHOLE = 0;
    private static final int FIRST = 1;
    private static final int MIDDLE = 2;
    private static final int LAST = 3;
    private static final int PART_HEADER = 2 * Integer.BYTES;
    private static final int CONTENT_HEADER = 2 * Integer.BYTES + 2 * Long.BYTES;
    private static final int MAX_BYTES = 64 << 20;

    private final Path root;
    private final FileChannel channel;
    private final long[] offsets;
    private final int identities;
    private final boolean labelled;

    private RecordFaces(Path root, FileChannel channel, long[] offsets, int identities, boolean labelled) {
        this.root = root;
        this.channel = channel;
        this.offsets = offsets;
        this.identities = identities;
        this.labelled = labelled;
    }

    static RecordFaces open(Path root, boolean labelled) {
        try {
            int identities = identities(root);
            FileChannel channel = FileChannel.open(root.resolve(RECORDS), StandardOpenOption.READ);
            try {
                long[] offsets = offsets(root, channel);
                return new RecordFaces(root, channel, offsets, identities, labelled);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "training set %s cannot be read: %s".formatted(root, e.getMessage()), e);
        }
    }

    private static int identities(Path root) throws IOException {
        String text = RegularFile.readString(root.resolve("property")).strip();
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 3
                    && Integer.parseInt(parts[1].strip()) == FaceAligner.SIZE
                    && Integer.parseInt(parts[2].strip()) == FaceAligner.SIZE) {
                return Integer.parseInt(parts[0].strip());
            }
        } catch (NumberFormatException _) {
            // falls through to the one message
        }
        throw damaged(root, "property must be identities,112,112", text);
    }

    /// The offsets of the pictures' records, in the order of their keys.
    private static long[] offsets(Path root, FileChannel channel) throws IOException {
        long[] byKey = new long[1024];
        Arrays.fill(byKey, -1);
        try (Stream<String> lines =
                RegularFile.readString(root.resolve("train.idx")).lines()) {
            for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
                String line = all.next();
                String[] parts = line.split("\t", -1);
                try {
                    int key = Integer.parseInt(parts[0]);
                    if (key >= byKey.length) {
                        int before = byKey.length;
                        byKey = Arrays.copyOf(byKey, Math.max(key + 1, before + before / 2));
                        Arrays.fill(byKey, before, byKey.length, -1);
                    }
                    byKey[key] = Long.parseLong(parts[1].strip());
                } catch (NumberFormatException | IndexOutOfBoundsException | NegativeArraySizeException e) {
                    throw damaged(root, "train.idx must hold lines of key, tab and offset", line);
                }
            }
        }
        if (byKey[0] < 0) {
            throw damaged(root, "train.idx must name record", "no record 0");
        }
        Content first = content(root, channel, byKey[0], "record 0");
        if (first.labels.length < 1) {
            throw damaged(root, "record 0 must say how many pictures there are", "no label");
        }
        int end = Math.clamp((long) first.labels[0], 1, byKey.length);
        return Arrays.stream(byKey, 1, end).filter(offset -> offset >= 0).toArray();
    }

    @Override
    public int size() {
        return offsets.length;
    }

    @Override
    public int identities() {
        return labelled ? identities : 0;
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public LabelledPicture read(int index) {
        String name = "%s, picture %d".formatted(root.resolve(RECORDS), index);
        Content content = content(root, channel, offsets[index], name);
        int label = content.labels.length > 0 ? (int) content.labels[0] : LabelledPicture.NO_LABEL;
        if (label < 0 || label >= identities) {
            throw damaged(root, "the label of picture %d must be below %d".formatted(index, identities), label);
        }
        return new LabelledPicture(name, labelled ? label : LabelledPicture.NO_LABEL, content.rest);
    }

    /// The content of a record.
    @SuppressWarnings("ArrayRecordComponent") // lives within one call
    private record Content(float[] labels, byte[] rest) {}

    private static Content content(Path root, FileChannel channel, long offset, String name) {
        ByteBuffer content =
                ByteBuffer.wrap(record(root, channel, offset, name)).order(ByteOrder.LITTLE_ENDIAN);
        if (content.remaining() < CONTENT_HEADER) {
            throw damaged(root, name + " must begin with a header of 24 bytes", content.remaining() + " bytes");
        }
        int flag = content.getInt();
        float label = content.getFloat();
        content.position(CONTENT_HEADER);
        float[] labels = {label};
        if (flag != 0) {
            if (flag < 0 || flag > content.remaining() / Float.BYTES) {
                throw damaged(root, name + " must hold its labels", flag);
            }
            labels = new float[flag];
            for (int i = 0; i < flag; i++) {
                labels[i] = content.getFloat();
            }
        }
        byte[] rest = new byte[content.remaining()];
        content.get(rest);
        return new Content(labels, rest);
    }

    /// The content of a record. Its parts are joined by the magic number, which the writer left out.
    private static byte[] record(Path root, FileChannel channel, long offset, String name) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        long at = offset;
        while (true) {
            ByteBuffer header = ByteBuffer.wrap(TarFaces.bytes(channel, at, PART_HEADER, name))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int magic = header.getInt();
            int word = header.getInt();
            int kind = word >>> LENGTH_BITS;
            int length = word & ((1 << LENGTH_BITS) - 1);
            boolean first = joined.size() == 0 && at == offset;
            if (magic != MAGIC || kind > LAST || first != (kind == WHOLE || kind == FIRST) || length > MAX_BYTES) {
                throw damaged(root, name + " must be a RecordIO record", "%08x %08x".formatted(magic, word));
            }
            if (!first) {
                joined.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(MAGIC)
                        .array());
            }
            joined.writeBytes(TarFaces.bytes(channel, at + PART_HEADER, length, name));
            if (kind == WHOLE || kind == LAST) {
                return joined.toByteArray();
            }
            assert kind == FIRST || kind == MIDDLE;
            at += PART_HEADER + Math.ceilDiv(length, Integer.BYTES) * (long) Integer.BYTES;
        }
    }

    private static LikenessException damaged(Path root, String rule, Object value) {
        return new LikenessException(
                ErrorCode.UNSUPPORTED_FORMAT, "training set %s: %s, got: %s".formatted(root, rule, value));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "training set %s cannot be closed".formatted(root), e);
        }
    }
}
