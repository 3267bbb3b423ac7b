package dev.likeness.training.data;

import java.util.Arrays;
import java.util.List;

/// A set of picture files whose identities are derived from their paths; see [IdentityLabels].
abstract class PathLabelledFaces implements FaceSet {
    private final int[] labels;
    private final List<String> names;

    /// @param paths relative path of each picture, parts separated by `/`
    PathLabelledFaces(List<String> paths, boolean labelled) {
        if (labelled) {
            labels = IdentityLabels.labels(paths);
            names = IdentityLabels.names(paths);
        } else {
            labels = new int[paths.size()];
            Arrays.fill(labels, LabelledPicture.NO_LABEL);
            names = List.of();
        }
    }

    final int label(int index) {
        return labels[index];
    }

    @Override
    public final int size() {
        return labels.length;
    }

    @Override
    public final int identities() {
        return names.size();
    }

    @Override
    public final List<String> names() {
        return names;
    }
}
