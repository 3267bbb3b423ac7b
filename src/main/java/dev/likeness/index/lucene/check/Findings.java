package dev.likeness.index.lucene.check;

import dev.likeness.index.GalleryCheck.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Collects what a check finds. For use by one thread.
public final class Findings {
    private static final int MAX = 200;

    private final List<Finding> found = new ArrayList<>();
    private final Map<String, Integer> notes = new TreeMap<>();
    private int omitted;

    public void add(String where, String problem, String repair) {
        if (found.size() < MAX) {
            found.add(new Finding(where, problem, repair));
        } else {
            omitted++;
        }
    }

    /// Counts something that is unusual and no damage.
    ///
    /// @param what follows the count
    void note(String what) {
        notes.merge(what, 1, Integer::sum);
    }

    /// The first 200 findings.
    public List<Finding> all() {
        return List.copyOf(found);
    }

    /// How many more there are.
    public int omitted() {
        return omitted;
    }

    public List<String> notes() {
        return notes.entrySet().stream()
                .map(note -> note.getValue() + " " + note.getKey())
                .toList();
    }
}
