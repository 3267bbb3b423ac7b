package dev.likeness.index.lucene.documents;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader.CacheHelper;
import org.apache.lucene.index.IndexReader.CacheKey;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.ArrayUtil;

/// Which documents of a segment are the faces of each person. The person of a face is a doc value, because it
/// changes, and doc values cannot be searched: without this, each question about one person would read the
/// whole gallery. Eight bytes a face.
public final class SegmentPeople {
    /// The person in the upper half, the document in the lower, ascending.
    private final long[] packed;

    private SegmentPeople(long... packed) {
        this.packed = packed;
    }

    /// What is known of segments. A segment whose faces were moved to other people counts as another one.
    public static final class Cache {
        private final Map<CacheKey, SegmentPeople> known = new ConcurrentHashMap<>();

        SegmentPeople of(LeafReader segment) throws IOException {
            CacheHelper helper = segment.getReaderCacheHelper();
            if (helper == null) {
                return SegmentPeople.of(segment);
            }
            SegmentPeople people = known.get(helper.getKey());
            if (people == null) {
                people = SegmentPeople.of(segment);
                if (known.put(helper.getKey(), people) == null) {
                    helper.addClosedListener(known::remove);
                }
            }
            return people;
        }
    }

    private static SegmentPeople of(LeafReader segment) throws IOException {
        long[] packed = new long[64];
        int size = 0;
        var faces = new LeafFaces(segment);
        while (faces.next()) {
            long person = faces.person();
            if (person != GalleryDocuments.UNASSIGNED) {
                packed = ArrayUtil.grow(packed, size + 1);
                packed[size++] = (long) Math.toIntExact(person) << Integer.SIZE | faces.document();
            }
        }
        long[] exact = Arrays.copyOf(packed, size);
        Arrays.sort(exact);
        return new SegmentPeople(exact);
    }

    /// The live documents that are faces of one of these people, ascending.
    public int[] documents(Collection<Long> people) {
        int[] documents = new int[16];
        int size = 0;
        for (long person : people) {
            for (int i = first(person); i < packed.length && packed[i] >>> Integer.SIZE == person; i++) {
                documents = ArrayUtil.grow(documents, size + 1);
                documents[size++] = (int) packed[i];
            }
        }
        int[] exact = Arrays.copyOf(documents, size);
        Arrays.sort(exact);
        return exact;
    }

    private int first(long person) {
        if (person > Integer.MAX_VALUE) {
            return packed.length;
        }
        int found = Arrays.binarySearch(packed, person << Integer.SIZE);
        return found < 0 ? -1 - found : found;
    }
}
