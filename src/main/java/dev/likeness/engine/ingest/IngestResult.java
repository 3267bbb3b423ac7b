package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.PhotoId;
import java.nio.file.Path;

/// What became of one file: every file that ingest looks at has exactly one outcome.
public sealed interface IngestResult {
    Path file();

    /// The photo is new to the gallery, with this many faces, at least one.
    record Indexed(Path file, PhotoId photo, int faces) implements IngestResult {}

    /// The photo is new and remembered, but shows no face.
    record NoFaces(Path file, PhotoId photo) implements IngestResult {}

    /// The gallery knew these bytes already, or another file of the same run had them.
    record AlreadyIndexed(Path file, PhotoId photo) implements IngestResult {}

    /// The file gives no picture; `reason` is a sentence for its owner. The next run tries again.
    record Unreadable(Path file, ErrorCode code, String reason) implements IngestResult {}
}
