package dev.likeness.training.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A set of aligned faces to train on. Only the locations of the pictures are held in memory. Pictures can be
/// read in any order and by several threads.
public interface FaceSet extends AutoCloseable {
    /// The number of pictures.
    int size();

    /// The number of identities. Labels range from 0 to one less. 0 for a set without labels.
    int identities();

    /// The names of the identities in the order of their labels, for joining sets; empty if the identities
    /// have no names.
    List<String> names();

    /// Reads one picture.
    ///
    /// @param index 0 to `size() - 1`
    /// @throws LikenessException `IO_FAILED` if it cannot be read; `UNSUPPORTED_FORMAT` if its record is
    ///     damaged
    LabelledPicture read(int index);

    @Override
    void close();

    /// Opens a set. The format follows from `path`: a folder with `train.rec` (InsightFace's RecordIO), any
    /// other folder, a `.tar` or a `.tar.xz`.
    ///
    /// In folders and archives, a picture's identity is the part of its file name before `__`
    /// (`celeba-7173__003403.jpg`), else the name of its folder.
    ///
    /// @param labelled whether to use the identities
    /// @throws LikenessException `NOT_FOUND` if `path` does not exist; `UNSUPPORTED_FORMAT` if it has another
    ///     format or is damaged; `INVALID_ARGUMENT` if it contains no picture; `LIBRARY_MISSING` for an
    ///     archive in a build without training
    static FaceSet open(Path path, boolean labelled) {
        if (!Files.exists(path)) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "no such training set: " + path);
        }
        FaceSet set;
        String name = path.getFileName().toString();
        if (Files.isRegularFile(path.resolve(RecordFaces.RECORDS))) {
            set = RecordFaces.open(path, labelled);
        } else if (Files.isDirectory(path)) {
            set = FolderFaces.open(path, labelled);
        } else if (name.endsWith(".tar") || name.endsWith(".tar.xz") || name.endsWith(".txz")) {
            set = openArchive(path, name, labelled);
        } else {
            throw new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "a training set must be a folder, a .tar, a .tar.xz or a folder with train.rec, got: " + path);
        }
        if (set.size() == 0) {
            set.close();
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a training set must hold pictures, got none in: " + path);
        }
        return set;
    }

    private static FaceSet openArchive(Path path, String name, boolean labelled) {
        try {
            return name.endsWith(".tar") ? TarFaces.open(path, labelled) : TarFaces.openCompressed(path, labelled);
        } catch (NoClassDefFoundError e) {
            throw new LikenessException(
                    ErrorCode.LIBRARY_MISSING,
                    "this build cannot read archives; unpack %s, or build one that can: mvn -Ptraining -DskipTests package"
                            .formatted(path),
                    e);
        }
    }
}
