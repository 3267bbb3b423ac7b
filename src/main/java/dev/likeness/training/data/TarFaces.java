package dev.likeness.training.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.support.RegularFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// A training set in a tar archive, which is read in place. Compressed archives allow no random access, so
/// they are first unpacked to one temporary tar file.
final class TarFaces extends PathLabelledFaces {
    private static final int MAX_PICTURE_BYTES = 64 << 20;

    private final Path archive;
    private final FileChannel channel;
    private final List<Member> members;

    /// A file in the archive.
    ///
    /// @param offset offset of its first byte in the archive
    private record Member(String name, long offset, int size) {}

    private TarFaces(Path archive, FileChannel channel, List<Member> members, boolean labelled) {
        super(members.stream().map(Member::name).toList(), labelled);
        this.archive = archive;
        this.channel = channel;
        this.members = members;
    }

    static TarFaces open(Path archive, boolean labelled) {
        return open(archive, archive, labelled);
    }

    static TarFaces openCompressed(Path archive, boolean labelled) {
        Path unpacked;
        try {
            unpacked = Files.createTempFile("likeness-training-", ".tar");
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "training set %s needs a temporary file".formatted(archive), e);
        }
        try {
            try (InputStream stream = XZCompressorInputStream.builder()
                    .setInputStream(new BufferedInputStream(RegularFile.stream(archive)))
                    .setDecompressConcatenated(true)
                    .get()) {
                Files.copy(stream, unpacked, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw damaged(archive, e);
            }
            return open(archive, unpacked, labelled);
        } finally {
            // Where the system can delete an open file, no temporary file remains even after a crash.
            if (!unpacked.toFile().delete()) {
                unpacked.toFile().deleteOnExit();
            }
        }
    }

    private static TarFaces open(Path archive, Path tar, boolean labelled) {
        try {
            FileChannel channel = FileChannel.open(tar, StandardOpenOption.READ);
            try (TarFile file = new TarFile(tar)) {
                List<Member> members = new ArrayList<>();
                for (TarArchiveEntry entry : file.getEntries()) {
                    if (entry.isFile() && ImageFormat.hasImageExtension(Path.of(plain(entry.getName())))) {
                        members.add(member(archive, entry));
                    }
                }
                members.sort(Comparator.comparing(Member::name));
                return new TarFaces(archive, channel, List.copyOf(members), labelled);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(archive, e);
        }
    }

    /// The name without characters that a path must not contain. Only the extension matters here; no file is
    /// created with this name.
    private static String plain(String name) {
        return name.replace('\0', '_');
    }

    private static Member member(Path archive, TarArchiveEntry entry) {
        if (entry.getSize() > MAX_PICTURE_BYTES) {
            throw new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "a training picture must have at most %d bytes, got: %d for %s in %s"
                            .formatted(MAX_PICTURE_BYTES, entry.getSize(), plain(entry.getName()), archive));
        }
        return new Member(plain(entry.getName()), entry.getDataOffset(), (int) entry.getSize());
    }

    private static LikenessException damaged(Path archive, Exception cause) {
        return new LikenessException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "training set %s must be a complete tar archive, got: %s".formatted(archive, cause.getMessage()),
                cause);
    }

    @Override
    public LabelledPicture read(int index) {
        Member member = members.get(index);
        String name = archive + "/" + member.name;
        return new LabelledPicture(name, label(index), bytes(channel, member.offset, member.size, name));
    }

    /// Reads exactly `size` bytes, starting at `offset`.
    ///
    /// @throws LikenessException `UNSUPPORTED_FORMAT` if the file ends earlier; `IO_FAILED` if it cannot be
    ///     read
    static byte[] bytes(FileChannel channel, long offset, int size, String name) {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new LikenessException(
                            ErrorCode.UNSUPPORTED_FORMAT, "training picture %s is cut off".formatted(name));
                }
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "training picture %s cannot be read".formatted(name), e);
        }
        return buffer.array();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "training set %s cannot be closed".formatted(archive), e);
        }
    }
}
