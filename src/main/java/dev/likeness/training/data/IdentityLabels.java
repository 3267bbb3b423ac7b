package dev.likeness.training.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Derives the labels of pictures from their paths. Identities are numbered in the order of their names, so
/// that the same files get the same labels on every machine.
final class IdentityLabels {
    private static final String SEPARATOR = "__";

    private IdentityLabels() {}

    /// The identity of a picture: the part of its file name before `__`, else the name of its folder.
    ///
    /// @param path relative path, parts separated by `/`
    static String identityOf(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        int separator = name.indexOf(SEPARATOR);
        if (separator > 0) {
            return name.substring(0, separator);
        }
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The names of the identities in the order of their labels.
    static List<String> names(List<String> paths) {
        return paths.stream()
                .map(IdentityLabels::identityOf)
                .distinct()
                .sorted()
                .toList();
    }

    /// The label of each picture.
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
