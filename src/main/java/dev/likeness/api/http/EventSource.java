package dev.likeness.api.http;

import java.util.function.Consumer;

/// A source of events. Each event is an object that is sent as JSON; the stream ends with the last one.
@FunctionalInterface
public interface EventSource {
    /// Subscribes to the events. The current state is sent immediately.
    ///
    /// @param listener receives each event, on any thread; must not block
    /// @param end runs after the last event
    /// @return cancels the subscription when closed
    AutoCloseable subscribe(Consumer<Object> listener, Runnable end);
}
