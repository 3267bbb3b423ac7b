package dev.likeness.cluster;

import dev.likeness.cluster.Clusters.Person;
import dev.likeness.cluster.Clusters.PlacedFace;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.IdentityId;
import dev.likeness.face.Placement;
import dev.likeness.face.Portrait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects people and unclear faces, and works out what is told of a person.
public final class ClustersBuilder {
    private final List<Person> people = new ArrayList<>();
    private final List<PlacedFace> unclear = new ArrayList<>();

    /// Groups of at least `minFaces` are people, everybody else is unclear; for algorithms that give no
    /// reasons.
    static Clusters ofLabels(List<Face> faces, int[] labels, int minFaces) {
        TreeMap<Integer, List<Face>> groups = new TreeMap<>();
        for (int face = 0; face < labels.length; face++) {
            groups.computeIfAbsent(labels[face], _ -> new ArrayList<>()).add(faces.get(face));
        }
        ClustersBuilder clusters = new ClustersBuilder();
        for (List<Face> group : groups.values()) {
            if (group.size() >= minFaces) {
                clusters.addPerson(group, placed(group, Placement.Reason.CORE), null);
            } else {
                placed(group, Placement.Reason.ALONE).forEach(clusters::addUnclear);
            }
        }
        return clusters.build();
    }

    private static List<PlacedFace> placed(List<Face> group, Placement.Reason reason) {
        return group.stream()
                .map(face -> new PlacedFace(face.id(), new Placement(reason)))
                .toList();
    }

    /// @param faces of the person, by face id
    /// @param placed the same with their reasons
    public void addPerson(List<Face> faces, List<PlacedFace> placed, @Nullable IdentityId held) {
        float[] sum = new float[faces.getFirst().embedding().direction().dimension()];
        for (Face face : faces) {
            float[] raw = face.embedding().raw();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += raw[i] / faces.size();
            }
        }
        people.add(new Person(placed, held, Embedding.ofRaw(sum), Portrait.of(faces)));
    }

    public void addUnclear(PlacedFace face) {
        unclear.add(face);
    }

    public Clusters build() {
        people.sort(Comparator.comparingInt((Person person) -> person.faces().size())
                .reversed()
                .thenComparing(person -> person.faces().getFirst().id()));
        unclear.sort(Comparator.comparing(PlacedFace::id));
        return new Clusters(people, unclear);
    }
}
