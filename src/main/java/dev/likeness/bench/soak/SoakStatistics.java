package dev.likeness.bench.soak;

import dev.likeness.evaluation.report.LatencyRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts the responses and errors of all clients of a soak. Safe for use by several threads.
final class SoakStatistics {
    private static final int MAX_LISTED = 10;

    private final Map<SoakRequest, Counts> counts = new EnumMap<>(SoakRequest.class);
    private final List<String> firstErrors = new ArrayList<>();
    private long errors;

    private static final class Counts {
        private final LatencyRecorder durations = new LatencyRecorder();
        private long busy;
        private long conflicts;
        private long gone;
        private long lost;
        private long refused;
    }

    SoakStatistics() {
        for (SoakRequest request : SoakRequest.values()) {
            counts.put(request, new Counts());
        }
    }

    /// Records a response: 429 and 503 as busy, 409 as a conflict, 404 as gone, and the latency of all
    /// others.
    synchronized void recordResponse(SoakRequest request, int status, Duration took) {
        Counts of = of(request);
        switch (status) {
            case 429, 503 -> of.busy++;
            case 409 -> of.conflicts++;
            case 404 -> of.gone++;
            default -> of.durations.record(took);
        }
    }

    /// Records a lost response to a request that the server may have executed.
    synchronized void recordLost(SoakRequest request) {
        of(request).lost++;
    }

    /// Records a refused connection: the server cannot have executed the request.
    synchronized void recordRefused(SoakRequest request) {
        of(request).refused++;
    }

    synchronized void recordError(String what) {
        errors++;
        if (firstErrors.size() < MAX_LISTED) {
            firstErrors.add(what);
        }
    }

    synchronized long errors() {
        return errors;
    }

    synchronized List<String> firstErrors() {
        return List.copyOf(firstErrors);
    }

    synchronized List<SoakBenchmark.RequestStatistics> requests() {
        List<SoakBenchmark.RequestStatistics> kinds = new ArrayList<>();
        counts.forEach((request, of) -> kinds.add(new SoakBenchmark.RequestStatistics(
                request.description(),
                of.durations.count(),
                of.durations.latency(),
                of.busy,
                of.conflicts,
                of.gone,
                of.lost,
                of.refused)));
        return kinds;
    }

    private Counts of(SoakRequest request) {
        Counts of = counts.get(request);
        if (of == null) {
            throw new IllegalStateException("no counts of " + request);
        }
        return of;
    }
}
