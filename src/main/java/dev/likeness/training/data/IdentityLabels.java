package dev.likeness.training.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives the pictures of a set their labels by their names: identities are numbered in the order of
/// their names, so that the same files have the same labels wherever they lie.
final class IdentityLabels {
    private static final String SEPARATOR = "__";

    private IdentityLabels() {}

    /// The identity that a picture's path tells: what stands before `__` in its name, else its folder.
    ///
    /// @param path parts separated by `/`
    static String identityOf(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        int separator = name.indexOf(SEPARATOR);
        if (separator > 0) {
            return name.substring(0, separator);
        }
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The identities of pictures by their paths, in the order of their labels.
    static List<String> names(List<String> paths) {
        return paths.stream()
                .map(IdentityLabels::identityOf)
                .distinct()
                .sorted()
                .toList();
    }

    /// The labels of pictures by their paths.
    static int[] labels(List<String> paths) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String name : names(paths)) {
            numbers.put(name, numbers.size());
        }
        List<Integer> labels = new ArrayList<>(paths.size());
        paths.forEach(path -> labels.add(numbers.getOrDefault(identityOf(path), LabelledPicture.NO_LABEL)));
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }
}
