package dev.likeness.evaluation.clustering;

/// Gives labels the numbers 0, 1, 2, … in the order of their first appearance. A hash table without objects (open
/// addressing, linear probing), because boxing a million labels costs more than all the rest of a metric.
final class LabelIndexer {
    private final long[] labels;
    private final int[] numbers;
    private final int mask;
    private int next;

    /// @param max how many labels there may be at most
    LabelIndexer(int max) {
        int capacity = Integer.highestOneBit(Math.max(max, 1)) << 2;
        labels = new long[capacity];
        numbers = new int[capacity];
        mask = capacity - 1;
    }

    /// The number of a label; a new one if it was never seen.
    int indexOf(long label) {
        long mixed = label * 0x9e3779b97f4a7c15L;
        int slot = (int) (mixed ^ mixed >>> 32) & mask;
        // A number is stored one higher, so that 0 is an empty slot.
        while (numbers[slot] != 0 && labels[slot] != label) {
            slot = slot + 1 & mask;
        }
        if (numbers[slot] == 0) {
            labels[slot] = label;
            numbers[slot] = ++next;
        }
        return numbers[slot] - 1;
    }

    /// A number that no label has or will have.
    int nextSingleton() {
        return next++;
    }
}
