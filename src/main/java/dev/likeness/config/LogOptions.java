package dev.likeness.config;

/// The log of a command or a server.
///
/// @param format how each event is written
public record LogOptions(Format format) {
    /// How an event is written.
    public enum Format {
        TEXT,
        /// One JSON object a line.
        JSON
    }

    public static LogOptions defaults() {
        return new LogOptions(Format.TEXT);
    }
}
