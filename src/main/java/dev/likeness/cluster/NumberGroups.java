package dev.likeness.cluster;

/// Groups numbers by label, in arrays: for a million faces, lists of boxed numbers take gigabytes.
public final class NumberGroups {
    private NumberGroups() {}

    /// The numbers 0, 1, … of each label, ascending.
    ///
    /// @param labels the label of each number, 0 to `count` exclusive; negative numbers are in no group
    /// @param count number of labels
    public static int[][] of(int[] labels, int count) {
        int[] sizes = new int[count];
        for (int label : labels) {
            if (label >= 0) {
                sizes[label]++;
            }
        }
        int[][] groups = new int[count][];
        for (int label = 0; label < count; label++) {
            groups[label] = new int[sizes[label]];
        }
        for (int number = labels.length - 1; number >= 0; number--) {
            int label = labels[number];
            if (label >= 0) {
                groups[label][--sizes[label]] = number;
            }
        }
        return groups;
    }
}
