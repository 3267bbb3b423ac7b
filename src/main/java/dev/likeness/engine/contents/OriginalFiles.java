package dev.likeness.engine.contents;

import dev.likeness.face.PhotoId;
import dev.likeness.face.Sha256;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The files of a gallery's photos. A file counts only if its bytes have the photo's hash, whatever its name,
/// size and time are. So another file in the place of a photo is never read as that photo, not even behind a
/// symbolic link; and a link to the photo's own bytes, as ingest may have followed it, still counts.
public final class OriginalFiles {
    private OriginalFiles() {}

    /// An open file with the photo's bytes.
    ///
    /// @param name the last part of its path
    /// @param channel the caller closes it; the bytes are those that were hashed, even if the path names
    ///     another file by now
    public record OpenOriginal(String name, FileChannel channel) {}

    /// The bytes of the first file that still has them; empty if there is no such file.
    public static Optional<byte[]> read(StoredPhoto photo) {
        for (Path file : candidates(photo)) {
            try {
                byte[] bytes = RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
                if (PhotoId.of(bytes).equals(photo.id())) {
                    return Optional.of(bytes);
                }
            } catch (IOException _) {
                // What cannot be read is as good as gone; another path may hold the same bytes.
            }
        }
        return Optional.empty();
    }

    /// The first file that still has the photo's bytes, open; empty if there is no such file.
    static Optional<OpenOriginal> open(StoredPhoto photo) {
        for (Path file : candidates(photo)) {
            try {
                FileChannel channel = RegularFile.open(file);
                if (hash(channel).equals(photo.id().sha256())) {
                    return Optional.of(new OpenOriginal(String.valueOf(file.getFileName()), channel));
                }
                channel.close();
            } catch (IOException _) {
                // As above.
            }
        }
        return Optional.empty();
    }

    /// The hash of a file's bytes as hex digits. Closes the channel if it cannot be read.
    private static String hash(FileChannel channel) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (OutputStream hashing = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            channel.transferTo(0, channel.size(), Channels.newChannel(hashing));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The files at the photo's paths that may have its bytes by their size.
    private static List<Path> candidates(StoredPhoto photo) {
        return photo.paths().keySet().stream()
                .flatMap(path -> path(path).stream())
                .filter(file -> hasSize(file, photo.bytes()))
                .toList();
    }

    /// A photo that came over HTTP has a name, but no file.
    private static Optional<Path> path(String text) {
        if (text.startsWith(NewPhoto.UPLOAD) || text.startsWith(NewPhoto.LABEL)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static boolean hasSize(Path file, long bytes) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == bytes;
        } catch (IOException _) {
            return false;
        }
    }
}
