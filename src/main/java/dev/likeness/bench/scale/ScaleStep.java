package dev.likeness.bench.scale;

import java.util.Locale;

/// The steps at each size of a gallery, in their order. Each runs in a process of its own with this maximum heap.
public enum ScaleStep {
    /// Add the faces with commits as an ingest makes them, and merge the index to one segment.
    BUILD("3g"),
    /// Cluster all faces from scratch.
    CLUSTER("4g"),
    /// Search with and without filters, one search after another.
    SEARCH("2g"),
    /// Open the first pages of lists.
    PAGES("2g"),
    /// Find people who are probably one person.
    DUPLICATES("4g"),
    /// Add a thousand faces, and cluster them into the people of the gallery.
    ADD("3g");

    private final String maxHeap;

    ScaleStep(String maxHeap) {
        this.maxHeap = maxHeap;
    }

    /// In the form of the option `-Xmx`.
    String maxHeap() {
        return maxHeap;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
