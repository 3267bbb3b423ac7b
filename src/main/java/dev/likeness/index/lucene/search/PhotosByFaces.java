package dev.likeness.index.lucene.search;

import dev.likeness.face.PersonId;
import dev.likeness.index.PhotoFilter;
import dev.likeness.index.lucene.documents.LeafFaces;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// What the faces decide about the photos that a [PhotoFilter] accepts. One pass over the faces reads their
/// people, and of those that count their photos.
final class PhotosByFaces {
    private final float minMagnitude;
    private final @Nullable Set<Long> besides;

    /// The photos of each person who must be on them.
    private final Map<Long, Set<BytesRef>> with;

    private final Set<Long> without;
    private final Set<BytesRef> excluded = new HashSet<>();
    /// Photos with a face that meets `besides` or, if there is no other condition, the magnitude; null if
    /// nothing of this kind is asked.
    private final @Nullable Set<BytesRef> others;

    private PhotosByFaces(PhotoFilter filter) {
        this.minMagnitude = filter.minMagnitude();
        this.besides = filter.besides() == null ? null : numbers(filter.besides());
        this.with = new HashMap<>();
        for (PersonId person : filter.people()) {
            with.put(person.value(), new HashSet<>());
        }
        this.without = numbers(filter.without());
        boolean isMagnitudeAlone = minMagnitude > 0 && besides == null && with.isEmpty();
        this.others = besides != null || isMagnitudeAlone ? new HashSet<>() : null;
    }

    static PhotosByFaces read(List<LeafReaderContext> leaves, PhotoFilter filter) throws IOException {
        var photos = new PhotosByFaces(filter);
        for (LeafReaderContext leaf : leaves) {
            var faces = new LeafFaces(leaf.reader());
            while (faces.next()) {
                photos.add(faces);
            }
        }
        return photos;
    }

    private static Set<Long> numbers(Set<PersonId> people) {
        return people.stream().map(PersonId::value).collect(Collectors.toSet());
    }

    private void add(LeafFaces face) throws IOException {
        long person = face.person();
        if (without.contains(person)) {
            excluded.add(face.photoKey());
        }
        Set<BytesRef> theirs = with.get(person);
        boolean isOther = others != null && (besides == null || !besides.contains(person));
        if ((theirs != null || isOther) && (minMagnitude == 0 || face.magnitude() >= minMagnitude)) {
            BytesRef photo = face.photoKey();
            if (theirs != null) {
                theirs.add(photo);
            }
            if (isOther && others != null) {
                others.add(photo);
            }
        }
    }

    /// Whether the faces of this photo meet all conditions.
    boolean pass(BytesRef photo) {
        return !excluded.contains(photo)
                && (others == null || others.contains(photo))
                && with.values().stream().allMatch(theirs -> theirs.contains(photo));
    }
}
