package dev.likeness.engine.contents;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.DurableFolders;
import dev.likeness.support.FileTrees;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of uploaded photos that a gallery keeps, so that they can be shown. They lie in the gallery's folder and
/// go with it. Each photo has a folder of its own, which is named after its id when
/// the first file came.
public final class UploadedFiles {
    private static final String FOLDER = "uploads";

    /// The hash of a photo.
    private static final Pattern OWN_NAME = Pattern.compile("[0-9a-f]{64}");

    private static final String DEFAULT_NAME = "photo";
    private static final int MAX_NAME_LENGTH = 80;

    private final Path folder;

    /// @param gallery the folder of the gallery
    public UploadedFiles(Path gallery) {
        this.folder = gallery.toAbsolutePath().normalize().resolve(FOLDER);
    }

    /// Keeps a photo.
    ///
    /// @param name of the uploaded file, without folders
    /// @return its file
    /// @throws LikenessException `IO_FAILED`
    public Path keep(PhotoId photo, String name, byte[] bytes) {
        Path own = folder.resolve(photo.sha256());
        try {
            createPrivate(folder);
            createPrivate(own);
            try (Stream<Path> files = Files.list(own)) {
                for (Path file : files.toList()) {
                    if (AtomicFile.isUnfinished(file)) {
                        Files.delete(file);
                    } else if (Files.size(file) == bytes.length
                            && Arrays.equals(RegularFile.readAllBytes(file, bytes.length), bytes)) {
                        return file; // The same file under another name.
                    }
                }
            }
            Path file = own.resolve(fileName(name));
            AtomicFile.write(file, bytes);
            return file;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot keep a photo in " + folder, e);
        }
    }

    /// Whether a path of a photo is that of a file that is kept here.
    public boolean isOwn(String path) {
        return Path.of(path).startsWith(folder);
    }

    /// Whether there may be any file.
    public boolean isEmpty() {
        return !Files.isDirectory(folder);
    }

    /// Deletes the files of photos that the gallery no longer has. What has no name of ours stays.
    ///
    /// @throws LikenessException `IO_FAILED` if a file cannot be deleted; the others are
    public void sweep(Predicate<PhotoId> isStored) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            IOException failed = null;
            for (Path own : list(folder)) {
                String name = String.valueOf(own.getFileName());
                if (OWN_NAME.matcher(name).matches() && !isStored.test(new PhotoId(name))) {
                    try {
                        FileTrees.delete(own);
                    } catch (IOException e) {
                        failed = e;
                    }
                }
            }
            // What was deleted, now or by a sweep that failed, must not come back after a power failure.
            DurableFolders.sync(folder);
            if (failed != null) {
                throw failed;
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot delete photos in " + folder, e);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static String fileName(String name) {
        String usable = name.isBlank() || name.equals(".") || name.equals("..") ? DEFAULT_NAME : name;
        // The end has the extension.
        return usable.substring(Math.max(0, usable.length() - MAX_NAME_LENGTH));
    }

    /// Only the owner of the process may read the photos.
    private static void createPrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            PrivateFiles.createFolder(folder);
        }
    }
}
