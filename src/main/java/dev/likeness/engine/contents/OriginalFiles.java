package dev.likeness.engine.contents;

import dev.likeness.face.FileId;
import dev.likeness.face.Sha256;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageReader;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.RegularFile;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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

/// The files of a gallery's photos. A file counts only if it shows the photo's picture, whatever its name,
/// time and metadata are. So another file in the place of a photo is never read as that photo, not even behind
/// a symbolic link; and a link to the photo's own file, as ingest may have followed it, still counts.
public final class OriginalFiles {
    private OriginalFiles() {}

    /// An open file that shows the photo.
    ///
    /// @param name the last part of its path
    /// @param channel the caller closes it; the bytes are those that were hashed, even if the path names
    ///     another file by now
    public record OpenOriginal(String name, FileChannel channel) {}

    /// The picture of the first file that still shows the photo, turned as the gallery knows it; empty if
    /// there is no such file.
    ///
    /// @throws LikenessException the errors of the image reader
    public static Optional<EncodedImage> image(StoredPhoto photo, ImageReader reader) {
        return read(photo).map(bytes -> reader.open(bytes).turned(photo.orientation()));
    }

    /// The bytes of the first file that still shows the photo; empty if there is no such file.
    public static Optional<byte[]> read(StoredPhoto photo) {
        for (Path file : files(photo)) {
            try {
                byte[] bytes = RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
                if (photo.hasHad(FileId.of(bytes)) || PictureHash.of(bytes).equals(photo.id())) {
                    return Optional.of(bytes);
                }
            } catch (IOException _) {
                // What cannot be read is as good as gone; another path may hold the same picture.
            }
        }
        return Optional.empty();
    }

    /// The first file that still shows the photo, open; empty if there is no such file.
    static Optional<OpenOriginal> open(StoredPhoto photo) {
        for (Path file : files(photo)) {
            try {
                FileChannel channel = RegularFile.open(file);
                if (shows(channel, photo)) {
                    return Optional.of(new OpenOriginal(String.valueOf(file.getFileName()), channel));
                }
                channel.close();
            } catch (IOException _) {
                // As above.
            }
        }
        return Optional.empty();
    }

    /// Whether a file shows the photo. Closes the channel if it cannot be read. Only a file that is not as it
    /// was read comes into memory.
    private static boolean shows(FileChannel channel, StoredPhoto photo) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (OutputStream hashing = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            channel.transferTo(0, channel.size(), Channels.newChannel(hashing));
            if (photo.hasHad(new FileId(HexFormat.of().formatHex(digest.digest())))) {
                return true;
            }
            if (channel.size() > RegularFile.MAX_PHOTO_BYTES) {
                return false;
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
                // Reads on; a file that became shorter shows another picture.
            }
            return PictureHash.of(bytes.array()).equals(photo.id());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static List<Path> files(StoredPhoto photo) {
        return photo.paths().keySet().stream()
                .flatMap(path -> path(path).stream())
                .filter(Files::isRegularFile)
                .toList();
    }

    /// A photo that came over HTTP has a name, but no file.
    private static Optional<Path> path(String text) {
        if (text.startsWith(NewPhoto.UPLOAD) || text.startsWith(NewPhoto.LABEL)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UndecodablePath.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}
