package dev.likeness.api;

import dev.likeness.api.http.Metrics;
import dev.likeness.api.http.Metrics.Figure;
import dev.likeness.api.http.Metrics.Label;
import dev.likeness.engine.Galleries;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/// The sizes of the galleries for `/metrics`. They are read at most twice a minute, whoever asks how often,
/// and a damaged gallery is opened once: again only when something in its folder was replaced, as a repair
/// does.
final class GalleryFigures {
    /// Galleries with figures of their own, the first by name. Every gallery has five time series.
    static final int MAX_GALLERIES = 100;

    private static final long LIFETIME_NANOS = Duration.ofSeconds(30).toNanos();

    private final Galleries galleries;
    private final LongSupplier nanoClock;

    /// When the folder of a gallery that could not be opened had changed last.
    private final Map<String, FileTime> damaged = new HashMap<>();

    private final Map<String, GalleryStatistics> statistics = new LinkedHashMap<>();
    private int count;
    private long readAt;
    private boolean wasRead;

    GalleryFigures(Galleries galleries, LongSupplier nanoClock) {
        this.galleries = galleries;
        this.nanoClock = nanoClock;
    }

    /// Adds the gauges of all galleries.
    static void publish(Galleries galleries, Metrics metrics) {
        GalleryFigures figures = new GalleryFigures(galleries, System::nanoTime);
        metrics.gauge("likeness.galleries", "Galleries, with those that are damaged", figures::count);
        metrics.gauge("likeness.galleries.damaged", "Galleries that cannot be opened", figures::damagedCount);
        figures.add(metrics, "photos", "Photos in a gallery", GalleryStatistics::photos);
        figures.add(metrics, "faces", "Faces in a gallery", GalleryStatistics::faces);
        figures.add(metrics, "people", "People in a gallery", GalleryStatistics::people);
        figures.add(
                metrics,
                "segments",
                "Segments of a gallery's index; a search visits each",
                GalleryStatistics::segments);
        figures.add(metrics, "bytes", "Bytes on disk of a gallery's index", GalleryStatistics::bytes);
    }

    private void add(Metrics metrics, String name, String description, ToDoubleFunction<GalleryStatistics> value) {
        metrics.gauges(
                "likeness.gallery." + name,
                description,
                () -> current().entrySet().stream()
                        .map(gallery -> new Figure(
                                List.of(new Label("gallery", gallery.getKey())),
                                value.applyAsDouble(gallery.getValue())))
                        .toList());
    }

    synchronized int count() {
        refresh();
        return count;
    }

    synchronized int damagedCount() {
        refresh();
        return damaged.size();
    }

    /// The statistics of the galleries that can be opened, by name.
    synchronized Map<String, GalleryStatistics> current() {
        refresh();
        return Map.copyOf(statistics);
    }

    private void refresh() {
        long now = nanoClock.getAsLong();
        if (wasRead && now - readAt < LIFETIME_NANOS) {
            return;
        }
        wasRead = true;
        readAt = now;
        statistics.clear();
        try {
            List<String> names = galleries.names();
            count = names.size();
            damaged.keySet().retainAll(names);
            names.stream().limit(MAX_GALLERIES).forEach(this::read);
        } catch (LikenessException _) {
            // The folder of galleries cannot be read; every operation says so.
            count = 0;
        }
    }

    private void read(String name) {
        FileTime changed = changed(name);
        if (changed.equals(damaged.get(name))) {
            return;
        }
        try (GallerySnapshot snapshot = galleries.snapshot(name)) {
            statistics.put(name, snapshot.statistics());
            damaged.remove(name);
        } catch (LikenessException _) {
            if (galleries.exists(name)) {
                damaged.put(name, changed(name));
            }
        }
    }

    private FileTime changed(String name) {
        try {
            return Files.getLastModifiedTime(galleries.folder(name));
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }
}
