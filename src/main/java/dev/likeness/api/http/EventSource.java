package dev.likeness.api.http;

import java.util.function.Consumer;

/// Something that goes on and tells of it. Each event is an object in its JSON form; the last one
/// ends the stream.
@FunctionalInterface
public interface EventSource {
    /// Begins to tell; what is so already is told at once.
    ///
    /// @param listener is called from any thread, and must be quick
    /// @param end is called after the last event
    /// @return to be closed by who loses interest
    AutoCloseable subscribe(Consumer<Object> listener, Runnable end);
}
