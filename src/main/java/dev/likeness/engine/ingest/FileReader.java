package dev.likeness.engine.ingest;

import dev.likeness.engine.ingest.walk.CaptureTimes;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.Stage;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FileId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.StoredFile;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads the files of a run.
final class FileReader {
    private final FaceExtractor extractor;
    private final StageTimes times;

    FileReader(FaceExtractor extractor, StageTimes times) {
        this.extractor = extractor;
        this.times = times;
    }

    /// A file that was read.
    ///
    /// @param photo the id of its picture
    @SuppressWarnings("ArrayRecordComponent") // Contents are not compared, and the bytes not changed.
    record Content(byte[] bytes, PhotoId photo, FoundFile file) {}

    /// Reads a file with its ids, but not its metadata.
    ///
    /// @param changed its modification time
    /// @param companions the files that show the same shot
    /// @throws LikenessException `IO_FAILED`, `IMAGE_TOO_LARGE`
    Content read(Path file, Instant changed, List<String> companions) {
        byte[] bytes = times.charge(Stage.READ, () -> bytes(file));
        PhotoId photo = times.charge(Stage.HASH, () -> PictureHash.of(bytes));
        FileId id = times.charge(Stage.READ, () -> FileId.of(bytes));
        return new Content(
                bytes, photo, new FoundFile(file, changed, new StoredFile(id, bytes.length, companions), null));
    }

    /// A file with what it states about its picture, if its header can be read.
    FoundFile withMetadata(Content content) {
        try {
            EncodedImage image = extractor.open(content.bytes());
            return content.file()
                    .stating(new PhotoMetadata(
                            image.orientation(),
                            CaptureTimes.of(
                                    content.file().path(), image.captureTime().orElse(null))));
        } catch (LikenessException _) {
            return content.file();
        }
    }

    /// The faces of a photo whose file states another orientation; empty if the file has changed since.
    Optional<AnalysedPhoto> analyse(PhotoId photo, FoundFile file) {
        try {
            byte[] bytes = times.charge(Stage.READ, () -> bytes(file.path()));
            return FileId.of(bytes).equals(file.file().id())
                    ? Optional.of(extractor
                            .analyse(List.of(extractor.locate(photo, file.file().id(), bytes)))
                            .getFirst())
                    : Optional.empty();
        } catch (LikenessException _) {
            return Optional.empty();
        }
    }

    /// The bytes of a file.
    ///
    /// @throws LikenessException `IO_FAILED`, `IMAGE_TOO_LARGE`
    static byte[] bytes(Path file) {
        try {
            return RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, RegularFile.reason(e), e);
        } catch (OutOfMemoryError e) {
            throw new LikenessException(ErrorCode.IMAGE_TOO_LARGE, "the file does not fit into memory", e);
        }
    }
}
