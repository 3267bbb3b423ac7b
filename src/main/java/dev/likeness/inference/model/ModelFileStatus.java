package dev.likeness.inference.model;

import java.nio.file.Path;
import java.util.Optional;

/// The state of the weights of a manifest.
///
/// @param manifest the manifest of the model
/// @param state whether the weights are usable
/// @param path the file; empty if the weights are built in or missing
/// @param sha256 the actual hash of the weights; empty if they are missing
public record ModelFileStatus(ModelManifest manifest, State state, Optional<Path> path, Optional<String> sha256) {

    /// Whether the weights are usable.
    public enum State {
        /// The weights are part of the program.
        BUILT_IN,
        /// The file exists and has the hash of the manifest, if there is one.
        PRESENT,
        /// No model directory contains a file with that name.
        MISSING,
        /// A file with that name exists, but has another hash.
        MODIFIED
    }
}
