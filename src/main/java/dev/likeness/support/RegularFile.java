package dev.likeness.support;

import dev.likeness.face.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// Reads files that somebody else made. Pipes, sockets and devices are never opened, because reading them may not end;
/// every read has a bound, and ends when the thread is interrupted.
///
/// Links are followed. A file that is replaced by a pipe between the check and the opening is not noticed.
public final class RegularFile {
    /// The most bytes of a photo: 512 MiB.
    public static final int MAX_PHOTO_BYTES = 512 << 20;

    /// The most bytes of a text that people or programs write for Likeness: 256 MiB.
    public static final int MAX_TEXT_BYTES = 256 << 20;

    private RegularFile() {}

    /// All bytes of a file.
    ///
    /// @param maxBytes the most bytes that are read
    /// @throws FileSystemException if it is a folder, pipe, socket or device, or longer than `maxBytes`
    /// @throws IOException if it cannot be read
    public static byte[] readAllBytes(Path file, int maxBytes) throws IOException {
        try (FileChannel channel = open(file)) {
            long size = channel.size();
            if (size > maxBytes) {
                throw tooLong(file, maxBytes);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A read may return a part.
            }
            // The size of some files, as below /proc, is 0 whatever they hold.
            byte[] rest = Channels.newInputStream(channel).readNBytes(maxBytes - bytes.position() + 1);
            if (bytes.position() + rest.length > maxBytes) {
                throw tooLong(file, maxBytes);
            }
            if (rest.length == 0 && !bytes.hasRemaining()) {
                return bytes.array();
            }
            byte[] all = Arrays.copyOf(bytes.array(), bytes.position() + rest.length);
            System.arraycopy(rest, 0, all, bytes.position(), rest.length);
            return all;
        }
    }

    /// As [#readAllBytes], for text in UTF-8 of at most [#MAX_TEXT_BYTES].
    ///
    /// @throws CharacterCodingException if it is not UTF-8
    public static String readString(Path file) throws IOException {
        return readString(file, MAX_TEXT_BYTES);
    }

    /// As [#readAllBytes], for text in UTF-8.
    ///
    /// @throws CharacterCodingException if it is not UTF-8
    public static String readString(Path file, int maxBytes) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(readAllBytes(file, maxBytes)))
                .toString();
    }

    /// A stream of the file's bytes, without a buffer and without a bound.
    ///
    /// @throws FileSystemException if it is a folder, pipe, socket or device
    public static InputStream stream(Path file) throws IOException {
        return Channels.newInputStream(open(file));
    }

    /// Opens a file for reading.
    ///
    /// @throws FileSystemException if it is a folder, pipe, socket or device
    public static FileChannel open(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    attributes.isDirectory() ? "is a folder" : "is not a file but a pipe, a socket or a device");
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /// The SHA-256 hash of the file's bytes as 64 lower-case hex digits. The file is streamed.
    ///
    /// @throws FileSystemException if it is a folder, pipe, socket or device
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream stream = stream(file);
                OutputStream hashing = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            stream.transferTo(hashing);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Why a file could not be read, in words that follow its name.
    public static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission to read it is missing";
            case NoSuchFileException _ -> "there is no such file";
            case FileSystemException refused when refused.getReason() != null -> refused.getReason();
            case CharacterCodingException _ -> "must be UTF-8";
            default -> "cannot be read: " + failure.getMessage();
        };
    }

    private static FileSystemException tooLong(Path file, int maxBytes) {
        return new FileSystemException(
                file.toString(), null, "is longer than the %,d bytes that are read".formatted(maxBytes));
    }
}
