package dev.likeness.bench.soak;

import org.jspecify.annotations.Nullable;

/// What the server uses at one time. What the platform does not tell is null.
///
/// @param seconds seconds since the start
/// @param heap heap after the last garbage collection, in MB
/// @param resident resident memory in MB, including mapped files
/// @param threads number of threads of the platform
/// @param files number of open files and sockets
public record ServerSample(
        double seconds,
        double heap,
        @Nullable Double resident,
        @Nullable Double threads,
        @Nullable Double files) {}
