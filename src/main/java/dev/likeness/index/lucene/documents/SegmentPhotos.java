package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.PHOTO_RECORD;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/// What the order of a list needs of the photos of a segment, in columns as [SegmentFaces]. 20 bytes a photo.
public final class SegmentPhotos {
    /// Stands in [#captured] for a photo without a capture time.
    public static final long NO_TIME = SegmentFaces.NO_TIME;

    private int[] documents = new int[64];
    private long[] captured = new long[64];
    private long[] hashes = new long[64];
    private int size;

    private SegmentPhotos() {}

    static SegmentPhotos of(LeafReader segment) throws IOException {
        SegmentPhotos photos = new SegmentPhotos();
        BinaryDocValues records = DocValues.getBinary(segment, PHOTO_RECORD);
        RecordParts.valid(PHOTO_RECORD, () -> {
            while (records.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                photos.add(records.docID(), records.binaryValue());
            }
            return photos.size;
        });
        photos.documents = Arrays.copyOf(photos.documents, photos.size);
        photos.captured = Arrays.copyOf(photos.captured, photos.size);
        photos.hashes = Arrays.copyOf(photos.hashes, photos.size);
        return photos;
    }

    private void add(int document, BytesRef record) {
        documents = ArrayUtil.grow(documents, size + 1);
        captured = ArrayUtil.grow(captured, size + 1);
        hashes = ArrayUtil.grow(hashes, size + 1);
        documents[size] = document;
        // First, since it checks that the record has an id.
        captured[size] = PhotoRecord.captured(record, NO_TIME);
        hashes[size] = GalleryDocuments.photoHash(record);
        size++;
    }

    /// The number of photos, deleted ones included.
    public int size() {
        return size;
    }

    /// The document of a photo in the segment; ascending.
    public int document(int photo) {
        return documents[photo];
    }

    /// Milliseconds of the camera's clock, or [#NO_TIME].
    public long captured(int photo) {
        return captured[photo];
    }

    /// See [GalleryDocuments#photoHash].
    public long hash(int photo) {
        return hashes[photo];
    }
}
