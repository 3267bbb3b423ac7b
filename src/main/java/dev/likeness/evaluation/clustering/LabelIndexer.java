package dev.likeness.evaluation.clustering;

/// Numbers labels 0, 1, 2, … in the order of their first appearance. It is a hash table without objects (open
/// addressing, linear probing), because boxing a million labels costs more than the rest of a metric.
final class LabelIndexer {
    private final long[] labels;
    private final int[] numbers;
    private final int mask;
    private int next;

    /// @param max maximum number of labels
    LabelIndexer(int max) {
        int capacity = Integer.highestOneBit(Math.max(max, 1)) << 2;
        labels = new long[capacity];
        numbers = new int[capacity];
        mask = capacity - 1;
    }

    /// Returns the number of a label; a new number for a new label.
    int indexOf(long label) {
        long mixed = label * 0x9e3779b97f4a7c15L;
        int slot = (int) (mixed ^ mixed >>> 32) & mask;
        // Numbers are stored plus one, because 0 marks an empty slot.
        while (numbers[slot] != 0 && labels[slot] != label) {
            slot = slot + 1 & mask;
        }
        if (numbers[slot] == 0) {
            labels[slot] = label;
            numbers[slot] = ++next;
        }
        return numbers[slot] - 1;
    }

    /// Returns a number that belongs to no label.
    int nextSingleton() {
        return next++;
    }
}
