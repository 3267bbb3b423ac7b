package dev.likeness.engine.ingest;

/// A progress listener for an ingest. It is called from several threads at once and must be fast.
public interface IngestListener {
    /// Called when all files have been counted.
    void started(int files);

    /// Called after each file.
    ///
    /// @param faces number of faces found in the file
    void finished(IngestResult result, int faces);

    /// A listener that ignores all calls.
    static IngestListener none() {
        return new IngestListener() {
            @Override
            public void started(int files) {}

            @Override
            public void finished(IngestResult result, int faces) {}
        };
    }
}
