package dev.likeness.index.lucene.documents;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// Which faces of a segment are those of each person. The person of a face is a doc value, because it changes, and
/// doc values cannot be searched: without this, each question about one person would read the whole gallery. Eight
/// bytes a face. Deleted faces and those marked as not a face are left out.
public final class SegmentPeople {
    private final SegmentFaces faces;

    /// The person in the upper half, the face's number in [#faces] in the lower, ascending.
    private final long[] packed;

    /// The person of each face in the order of [#faces]; null until it is asked for.
    private volatile int @Nullable [] personOf;

    private SegmentPeople(SegmentFaces faces, long... packed) {
        this.faces = faces;
        this.packed = packed;
    }

    static SegmentPeople of(LeafReader segment, SegmentFaces faces) throws IOException {
        NumericDocValues people = DocValues.getNumeric(segment, GalleryDocuments.PERSON);
        Bits live = segment.getLiveDocs();
        long[] packed = new long[faces.size()];
        int size = 0;
        int greatest = 0;
        for (int face = 0; face < faces.size(); face++) {
            int document = faces.document(face);
            if (faces.isNotAFace(face)
                    || (live != null && !live.get(document))
                    || !people.advanceExact(document)
                    || people.longValue() == GalleryDocuments.UNASSIGNED) {
                continue;
            }
            int person = Math.toIntExact(people.longValue());
            packed[size++] = (long) person << Integer.SIZE | face;
            greatest = Math.max(greatest, person);
        }
        return new SegmentPeople(faces, sortedByPerson(Arrays.copyOf(packed, size), greatest));
    }

    /// Sorts by person. The faces of a person stay in their order, so that counting is enough.
    private static long[] sortedByPerson(long[] packed, int greatest) {
        if (greatest > 4L * packed.length + 1024) {
            Arrays.sort(packed);
            return packed;
        }
        int[] places = new int[greatest + 2];
        for (long face : packed) {
            places[(int) (face >>> Integer.SIZE) + 1]++;
        }
        for (int person = 0; person <= greatest; person++) {
            places[person + 1] += places[person];
        }
        long[] sorted = new long[packed.length];
        for (long face : packed) {
            sorted[places[(int) (face >>> Integer.SIZE)]++] = face;
        }
        return sorted;
    }

    /// The live documents that are faces of one of these people, ascending.
    public int[] documents(Collection<Long> people) {
        int[] documents = new int[16];
        int size = 0;
        for (long person : people) {
            for (int i = first(person); i < packed.length && packed[i] >>> Integer.SIZE == person; i++) {
                documents = ArrayUtil.grow(documents, size + 1);
                documents[size++] = faces.document((int) packed[i]);
            }
        }
        int[] exact = Arrays.copyOf(documents, size);
        Arrays.sort(exact);
        return exact;
    }

    /// The numbers of a person's faces in the segment, ascending.
    public int[] faces(long person) {
        int from = first(person);
        int to = from;
        while (to < packed.length && packed[to] >>> Integer.SIZE == person) {
            to++;
        }
        int[] found = new int[to - from];
        for (int i = from; i < to; i++) {
            found[i - from] = (int) packed[i];
        }
        return found;
    }

    /// The person of a face, by its document, in any order: a reader of doc values only moves ahead.
    ///
    /// @return [GalleryDocuments#UNASSIGNED] if it is in no person, was deleted or is marked as not a face
    public int person(int document) {
        int[] known = personOf;
        if (known == null) {
            known = new int[faces.size()];
            for (long face : packed) {
                known[(int) face] = (int) (face >>> Integer.SIZE);
            }
            personOf = known;
        }
        return known[faces.face(document)];
    }

    private int first(long person) {
        if (person > Integer.MAX_VALUE) {
            return packed.length;
        }
        int found = Arrays.binarySearch(packed, person << Integer.SIZE);
        return found < 0 ? -1 - found : found;
    }

    /// Walks through the people of the segment in ascending order.
    final class Walk {
        private int next;

        /// The person whose faces come next; [Long#MAX_VALUE] after the last.
        long person() {
            return next < packed.length ? packed[next] >>> Integer.SIZE : Long.MAX_VALUE;
        }

        /// The number of that person's next face in the segment; moves on.
        int take() {
            return (int) packed[next++];
        }

        /// Adds the faces of that person, and moves on to the next.
        void addTo(PersonSum sum) {
            long person = person();
            while (next < packed.length && person() == person) {
                sum.add(faces, take());
            }
        }
    }

    /// The person whose faces come next in any of the segments; [Long#MAX_VALUE] after the last.
    static long next(List<Walk> segments) {
        long next = Long.MAX_VALUE;
        for (Walk segment : segments) {
            next = Math.min(next, segment.person());
        }
        return next;
    }

    Walk walk() {
        return new Walk();
    }

    /// Begins with this person, or with the next one if the person has no faces here.
    Walk walkFrom(long person) {
        Walk walk = new Walk();
        walk.next = first(person);
        return walk;
    }
}
