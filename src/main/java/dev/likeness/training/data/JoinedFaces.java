package dev.likeness.training.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Several training sets joined to one.
public final class JoinedFaces implements FaceSet {
    private final List<FaceSet> sets;
    private final int[] firstPictures;

    /// For each set, the joined label of each of its own labels.
    private final List<int[]> labels = new ArrayList<>();

    private final int identities;

    private JoinedFaces(List<FaceSet> sets, boolean joinNames) {
        this.sets = List.copyOf(sets);
        this.firstPictures = new int[sets.size() + 1];
        Map<String, Integer> known = new HashMap<>();
        int next = 0;
        for (int i = 0; i < sets.size(); i++) {
            FaceSet set = sets.get(i);
            firstPictures[i + 1] = Math.addExact(firstPictures[i], set.size());
            int[] joined = new int[set.identities()];
            for (int label = 0; label < joined.length; label++) {
                Integer before = joinNames && !set.names().isEmpty()
                        ? known.putIfAbsent(lastPart(set.names().get(label)), next)
                        : null;
                joined[label] = before == null ? next++ : before;
            }
            labels.add(joined);
        }
        this.identities = next;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /// Opens all sets of the options; if one fails, the others are closed.
    public static JoinedFaces open(DataOptions options) {
        List<FaceSet> opened = new ArrayList<>();
        try {
            for (Path path : options.labelled()) {
                opened.add(FaceSet.open(path, true));
            }
            for (Path path : options.unlabelled()) {
                opened.add(FaceSet.open(path, false));
            }
            return new JoinedFaces(opened, options.joinNames());
        } catch (RuntimeException e) {
            opened.forEach(FaceSet::close);
            throw e;
        }
    }

    @Override
    public int size() {
        return firstPictures[sets.size()];
    }

    @Override
    public int identities() {
        return identities;
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public LabelledPicture read(int index) {
        int set = 0;
        while (index >= firstPictures[set + 1]) {
            set++;
        }
        LabelledPicture picture = sets.get(set).read(index - firstPictures[set]);
        return picture.label() == LabelledPicture.NO_LABEL
                ? picture
                : new LabelledPicture(picture.name(), labels.get(set)[picture.label()], picture.encoded());
    }

    @Override
    public void close() {
        sets.forEach(FaceSet::close);
    }
}
