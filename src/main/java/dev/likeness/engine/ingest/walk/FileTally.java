package dev.likeness.engine.ingest.walk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts what becomes of files. Safe for use by several threads.
public final class FileTally {
    private final ConcurrentMap<FileOutcome, Integer> counts = new ConcurrentHashMap<>();

    public void add(FileOutcome outcome) {
        add(outcome, 1);
    }

    public void add(FileOutcome outcome, int files) {
        counts.merge(outcome, files, Integer::sum);
    }

    /// The counts so far.
    ///
    /// @param found how many files there are
    public FileCounts counts(int found) {
        return new FileCounts(found, Map.copyOf(counts));
    }
}
