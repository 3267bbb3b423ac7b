package dev.likeness.engine.ingest;

/// Watches an ingest go by. Called from many threads at once; must be quick.
public interface IngestListener {
    /// All files have been counted.
    void started(int files);

    /// One more file is done; `faces` were found in it.
    void finished(IngestResult outcome, int faces);

    /// Tells nobody.
    static IngestListener none() {
        return new IngestListener() {
            @Override
            public void started(int files) {}

            @Override
            public void finished(IngestResult outcome, int faces) {}
        };
    }
}
