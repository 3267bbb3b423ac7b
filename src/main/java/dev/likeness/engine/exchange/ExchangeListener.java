package dev.likeness.engine.exchange;

/// A progress listener for an import or export.
public interface ExchangeListener {
    /// Called once, before the first photo.
    void started(int photos);

    /// Called after each photo.
    void finished();

    /// A listener that ignores all calls.
    static ExchangeListener none() {
        return new ExchangeListener() {
            @Override
            public void started(int photos) {}

            @Override
            public void finished() {}
        };
    }
}
