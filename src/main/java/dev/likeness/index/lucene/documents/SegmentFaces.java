package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;

import dev.likeness.face.PersonProfile;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// What never changes of the faces of a segment, in columns: a list of all people or of all faces looks at each face
/// of a gallery, and reading its record takes ten times as long. 32 bytes a face. Deleted faces are included, since
/// readers of one segment differ in what is deleted.
public final class SegmentFaces {
    /// Stands in [#captured] for a photo without a capture time.
    static final long NO_TIME = Long.MIN_VALUE;

    private final int[] documents;
    private final float[] magnitudes;
    private final long[] captured;
    private final long[] photos;
    private final long[] fingerprints;
    private final FixedBitSet notFaces;
    /// The numbers of [#notFaces], ascending.
    private final int[] marked;

    private SegmentFaces(LeafReader segment) throws IOException {
        int[] ofFaces = new int[64];
        int size = 0;
        BinaryDocValues records = DocValues.getBinary(segment, FACE_RECORD);
        while (records.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            ofFaces = ArrayUtil.grow(ofFaces, size + 1);
            ofFaces[size++] = records.docID();
        }
        documents = Arrays.copyOf(ofFaces, size);
        magnitudes = new float[size];
        captured = new long[size];
        photos = new long[size];
        fingerprints = new long[size];
        notFaces = new FixedBitSet(Math.max(1, size));
        RecordParts.valid(FACE_RECORD, () -> read(segment));
        marked = new int[notFaces.cardinality()];
        int place = 0;
        for (int face = 0; place < marked.length; face++) {
            if (notFaces.get(face)) {
                marked[place++] = face;
            }
        }
    }

    static SegmentFaces of(LeafReader segment) throws IOException {
        return new SegmentFaces(segment);
    }

    private int read(LeafReader segment) throws IOException {
        BinaryDocValues records = DocValues.getBinary(segment, FACE_RECORD);
        BinaryDocValues marks = DocValues.getBinary(segment, GalleryDocuments.NOT_A_FACE);
        for (int face = 0; face < documents.length; face++) {
            records.nextDoc();
            BytesRef record = records.binaryValue();
            // The last part first, since it checks that the record has all of them.
            captured[face] = GalleryDocuments.captured(record, NO_TIME);
            long head = GalleryDocuments.photoHead(record);
            long tail = GalleryDocuments.photoTail(record);
            magnitudes[face] = GalleryDocuments.magnitude(record);
            photos[face] = GalleryDocuments.photoHash(record);
            fingerprints[face] =
                    PersonProfile.faceFingerprint(head, tail, GalleryDocuments.ordinal(record), magnitudes[face]);
            if (marks.advanceExact(documents[face])) {
                notFaces.set(face);
            }
        }
        return documents.length;
    }

    /// The number of faces.
    public int size() {
        return documents.length;
    }

    /// The document of a face in the segment; ascending.
    public int document(int face) {
        return documents[face];
    }

    /// The number of the face that is in a document.
    int face(int document) {
        return Arrays.binarySearch(documents, document);
    }

    public float magnitude(int face) {
        return magnitudes[face];
    }

    /// Milliseconds of the camera's clock, or [#NO_TIME].
    long captured(int face) {
        return captured[face];
    }

    /// See [GalleryDocuments#photoHash].
    public long photo(int face) {
        return photos[face];
    }

    /// See [PersonProfile#faceFingerprint].
    long fingerprint(int face) {
        return fingerprints[face];
    }

    /// The vector of a face that is not marked as not a face. Each of these has one, so that its place among all
    /// vectors is known.
    ///
    /// @param vectors of the segment
    /// @return valid until the next call
    float[] vector(@Nullable FloatVectorValues vectors, int face) throws IOException {
        // The number of marked ones before it.
        int before = -1 - Arrays.binarySearch(marked, face);
        int place = face - before;
        if (vectors == null || place >= vectors.size() || vectors.ordToDoc(place) != documents[face]) {
            throw PersonTemplates.withoutVector(documents[face]);
        }
        return vectors.vectorValue(place);
    }

    public boolean isNotAFace(int face) {
        return notFaces.get(face);
    }
}
