package dev.likeness.engine.ingest.walk;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What became of everything that an ingest found below its roots. The counts of all outcomes add up to
/// `found`.
///
/// @param found number of files, links and folders that were found; folders that were searched do not count
/// @param outcomes how many had each outcome, without those that had none
public record FileCounts(int found, Map<FileOutcome, Integer> outcomes) {
    /// The outcomes of files that the next run knows.
    private static final List<FileOutcome> LASTING = List.of(
            FileOutcome.ADDED, FileOutcome.WITHOUT_FACE, FileOutcome.REPLACED, FileOutcome.RENEWED, FileOutcome.COPY);

    public FileCounts {
        Map<FileOutcome, Integer> ordered = new EnumMap<>(FileOutcome.class);
        outcomes.forEach((outcome, count) -> {
            if (count > 0) {
                ordered.put(outcome, count);
            }
        });
        outcomes = Collections.unmodifiableMap(ordered);
    }

    /// No files.
    public static FileCounts none() {
        return new FileCounts(0, Map.of());
    }

    public int of(FileOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /// The sum over all outcomes.
    public int sum() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The counts of this run and the run that continued it: what was new in this one was known in the next.
    public FileCounts followedBy(FileCounts next) {
        Map<FileOutcome, Integer> both = new EnumMap<>(FileOutcome.class);
        both.putAll(next.outcomes);
        for (FileOutcome outcome : LASTING) {
            int moved = Math.min(of(outcome), both.getOrDefault(FileOutcome.KNOWN, 0));
            both.merge(outcome, moved, Integer::sum);
            both.merge(FileOutcome.KNOWN, -moved, Integer::sum);
        }
        return new FileCounts(next.found, both);
    }
}
