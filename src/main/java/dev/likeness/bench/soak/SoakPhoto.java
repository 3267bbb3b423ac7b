package dev.likeness.bench.soak;

import java.nio.file.Path;

/// A picture file that one client of the soak owns.
///
/// @param id SHA-256 of its bytes, as the server names it
record SoakPhoto(Path file, String id) {}
