package dev.likeness.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Several sets as one. Each keeps its people to itself: the same name in two sets is two identities.
final class JoinedFaces implements FaceSet {
    private final List<FaceSet> sets;
    private final int[] firstPictures;
    private final int[] firstLabels;

    private JoinedFaces(List<FaceSet> sets) {
        this.sets = List.copyOf(sets);
        this.firstPictures = new int[sets.size() + 1];
        this.firstLabels = new int[sets.size() + 1];
        for (int i = 0; i < sets.size(); i++) {
            firstPictures[i + 1] = Math.addExact(firstPictures[i], sets.get(i).size());
            firstLabels[i + 1] = Math.addExact(firstLabels[i], sets.get(i).identities());
        }
    }

    /// Opens all of them, or none.
    static JoinedFaces open(DataOptions options) {
        List<FaceSet> opened = new ArrayList<>();
        try {
            for (Path path : options.labelled()) {
                opened.add(FaceSet.open(path, true));
            }
            for (Path path : options.unlabelled()) {
                opened.add(FaceSet.open(path, false));
            }
            return new JoinedFaces(opened);
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
        return firstLabels[sets.size()];
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
                : new LabelledPicture(picture.name(), firstLabels[set] + picture.label(), picture.encoded());
    }

    @Override
    public void close() {
        sets.forEach(FaceSet::close);
    }
}
