package dev.likeness.api.http;

/// How much an operation computes, which decides where it runs.
public enum Cost {
    /// Reads or writes a few records, or waits: it runs at once.
    CHEAP,
    /// Computes for up to about a second, such as a list for which every face is read. These share as many threads as
    /// there are processors.
    QUERY,
    /// May compute for longer. These share half of the processors and end after `server.heavyTimeout`.
    HEAVY
}
