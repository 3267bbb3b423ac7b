package dev.likeness.inference.model;

import java.nio.file.Path;
import java.util.Optional;

/// Which weights there are for a manifest.
///
/// @param manifest whose weights these are
/// @param state whether they can be used
/// @param path the file, unless it is built in or missing
/// @param sha256 the file's real hash, unless it is missing
public record ModelFileStatus(ModelManifest manifest, State state, Optional<Path> path, Optional<String> sha256) {

    /// Whether the weights can be used.
    public enum State {
        /// The weights are part of the program.
        BUILT_IN,
        /// The file is there and, where the manifest names a hash, has it.
        PRESENT,
        /// No model directory holds a file of that name.
        MISSING,
        /// There is a file of that name, but with another hash.
        MODIFIED
    }
}
