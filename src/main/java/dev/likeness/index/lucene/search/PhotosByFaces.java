package dev.likeness.index.lucene.search;

import dev.likeness.face.PersonId;
import dev.likeness.index.PhotoFilter;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LongSet;
import dev.likeness.index.lucene.documents.SegmentFaces;
import dev.likeness.index.lucene.documents.SegmentPeople;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// What the faces decide about the photos that a [PhotoFilter] accepts. If it is about some people, only their faces
/// are looked at, else all faces once.
final class PhotosByFaces {
    private final float minMagnitude;
    private final @Nullable Set<Long> besides;

    /// The photos of each person who must be on them, by [GalleryDocuments#photoHash].
    private final Map<Long, LongSet> with = new HashMap<>();

    private final Set<Long> without;
    private final LongSet excluded = new LongSet();
    /// Photos with a face that meets `besides` or, if there is no other condition, the magnitude; null if
    /// nothing of this kind is asked.
    private final @Nullable LongSet others;

    private PhotosByFaces(PhotoFilter filter) {
        this.minMagnitude = filter.minMagnitude();
        this.besides = filter.besides() == null ? null : numbers(filter.besides());
        for (PersonId person : filter.people()) {
            with.put(person.value(), new LongSet());
        }
        this.without = numbers(filter.without());
        boolean isMagnitudeAlone = minMagnitude > 0 && besides == null && with.isEmpty();
        this.others = besides != null || isMagnitudeAlone ? new LongSet() : null;
    }

    static PhotosByFaces read(DocumentReader documents, PhotoFilter filter) throws IOException {
        var photos = new PhotosByFaces(filter);
        for (LeafReaderContext leaf : documents.leaves()) {
            if (photos.others == null) {
                photos.addPeople(documents.faces(leaf), documents.people(leaf));
            } else {
                photos.addAll(leaf, documents.faces(leaf));
            }
        }
        return photos;
    }

    private static Set<Long> numbers(Set<PersonId> people) {
        return people.stream().map(PersonId::value).collect(Collectors.toSet());
    }

    private void addPeople(SegmentFaces faces, SegmentPeople people) {
        for (long person : with.keySet()) {
            for (int face : people.faces(person)) {
                add(faces, face, person);
            }
        }
        for (long person : without) {
            for (int face : people.faces(person)) {
                add(faces, face, person);
            }
        }
    }

    private void addAll(LeafReaderContext leaf, SegmentFaces faces) throws IOException {
        NumericDocValues people = DocValues.getNumeric(leaf.reader(), GalleryDocuments.PERSON);
        Bits live = leaf.reader().getLiveDocs();
        for (int face = 0; face < faces.size(); face++) {
            int document = faces.document(face);
            if (!faces.isNotAFace(face) && (live == null || live.get(document))) {
                add(faces, face, people.advanceExact(document) ? people.longValue() : GalleryDocuments.UNASSIGNED);
            }
        }
    }

    private void add(SegmentFaces faces, int face, long person) {
        if (without.contains(person)) {
            excluded.add(faces.photo(face));
        }
        LongSet theirs = with.get(person);
        boolean isOther = others != null && (besides == null || !besides.contains(person));
        if ((theirs != null || isOther) && (minMagnitude == 0 || faces.magnitude(face) >= minMagnitude)) {
            if (theirs != null) {
                theirs.add(faces.photo(face));
            }
            if (isOther && others != null) {
                others.add(faces.photo(face));
            }
        }
    }

    /// Whether the faces of a photo meet all conditions.
    ///
    /// @param photo its hash
    boolean pass(long photo) {
        return !excluded.contains(photo)
                && (others == null || others.contains(photo))
                && with.values().stream().allMatch(theirs -> theirs.contains(photo));
    }
}
