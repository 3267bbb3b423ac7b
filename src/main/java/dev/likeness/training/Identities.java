package dev.likeness.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gives the pictures of a set their labels by their names: identities are numbered in the order of
/// their names, so that the same files have the same labels wherever they lie.
final class Identities {
    private static final String SEPARATOR = "__";

    private Identities() {}

    /// The identity that a picture's path tells: what stands before `__` in its name, else its folder.
    ///
    /// @param path parts separated by `/`
    static String of(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        int separator = name.indexOf(SEPARATOR);
        if (separator > 0) {
            return name.substring(0, separator);
        }
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The labels of pictures by their paths.
    static int[] labels(List<String> paths) {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String path : paths) {
            numbers.put(of(path), 0);
        }
        int next = 0;
        for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
            entry.setValue(next++);
        }
        List<Integer> labels = new ArrayList<>(paths.size());
        paths.forEach(path -> labels.add(numbers.getOrDefault(of(path), LabelledPicture.NO_LABEL)));
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    /// One more than the greatest label.
    static int count(int[] labels) {
        int count = 0;
        for (int label : labels) {
            count = Math.max(count, label + 1);
        }
        return count;
    }
}
