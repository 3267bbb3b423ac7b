package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.PhotoId;
import java.nio.file.Path;

/// The result for one file. Every file that ingest processes has exactly one result.
public sealed interface IngestResult {
    Path file();

    /// The photo is new to the gallery, with this number of faces, at least one.
    record Indexed(Path file, PhotoId photo, int faces) implements IngestResult {}

    /// The photo is new and stored, but shows no face.
    record NoFaces(Path file, PhotoId photo) implements IngestResult {}

    /// The gallery already had this picture, or another file of the same run did.
    record AlreadyIndexed(Path file, PhotoId photo) implements IngestResult {}

    /// The file could not be decoded; `reason` is a sentence for the user. The next run tries again.
    record Unreadable(Path file, ErrorCode code, String reason) implements IngestResult {}
}
