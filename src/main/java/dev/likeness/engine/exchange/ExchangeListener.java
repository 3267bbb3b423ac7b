package dev.likeness.engine.exchange;

/// Follows an import or export photo by photo.
public interface ExchangeListener {
    /// Called once, before the first photo.
    void started(int photos);

    /// Called after each photo.
    void finished();

    /// Hears nothing.
    static ExchangeListener none() {
        return new ExchangeListener() {
            @Override
            public void started(int photos) {}

            @Override
            public void finished() {}
        };
    }
}
