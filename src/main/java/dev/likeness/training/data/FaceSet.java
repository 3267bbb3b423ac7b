package dev.likeness.training.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Aligned faces to train on. Only where they lie is held in memory; each is read when it is wanted,
/// in any order, by any number of threads.
public interface FaceSet extends AutoCloseable {
    /// How many pictures there are.
    int size();

    /// How many people there are: labels go from 0 to one less. 0 if nobody said.
    int identities();

    /// What people are called, by label, so that they can be known again in another set; empty if they
    /// have no names.
    List<String> names();

    /// Reads one picture.
    ///
    /// @param index from 0 to size − 1
    /// @throws LikenessException `IO_FAILED` if it cannot be read; `UNSUPPORTED_FORMAT` if a record is
    ///     damaged
    LabelledPicture read(int index);

    @Override
    void close();

    /// Opens a set by what lies at `path`: a folder with `train.rec` (InsightFace's RecordIO), any
    /// other folder, a `.tar` or a `.tar.xz`.
    ///
    /// In folders and archives a picture's identity is what stands before `__` in its name
    /// (`celeba-7173__003403.jpg`), else the folder it lies in.
    ///
    /// @param labelled whether identities are to be used
    /// @throws LikenessException `NOT_FOUND` if there is nothing; `UNSUPPORTED_FORMAT` if it is none
    ///     of these, or damaged; `INVALID_ARGUMENT` if it holds no picture; `LIBRARY_MISSING` for an archive
    ///     in a build without training
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
