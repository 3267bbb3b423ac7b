package dev.likeness.index.lucene.search;

import dev.likeness.index.PhotoFinder.FoundPhotos;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.PhotoRecord;
import dev.likeness.index.lucene.documents.RecordParts;
import dev.likeness.index.lucene.documents.SegmentPhotos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/// Selects a part of a list of photos, of which it counts all. The place of a photo in the list is read only
/// if its capture time leaves open whether the photo is in the part.
final class PhotoPage {
    private final Comparator<PhotoPosition> comparator;
    private final PhotoOrder order;
    private final @Nullable PhotoPosition after;
    private final int limit;

    /// The last of the part so far is on top, and is dropped when an earlier one is found.
    private final PriorityQueue<PhotoPosition> part;

    private BinaryDocValues records = DocValues.emptyBinary();
    private int count;

    /// @param after only photos that follow this place; null to start at the first
    PhotoPage(PhotoOrder order, @Nullable PhotoPosition after, int limit) {
        this.comparator = order.comparator();
        this.order = order;
        this.after = after;
        this.limit = limit;
        this.part = new PriorityQueue<>(comparator.reversed());
    }

    /// The photos of this segment come next.
    void open(LeafReader segment) throws IOException {
        records = DocValues.getBinary(segment, GalleryDocuments.PHOTO_RECORD);
    }

    /// Counts a photo of the list, and takes it if it is in the part.
    ///
    /// @param document in ascending order
    /// @param captured milliseconds of the camera's clock, or [SegmentPhotos#NO_TIME]
    void add(int document, long captured) throws IOException {
        count++;
        if ((part.size() == limit && compareTimes(captured, part.element()) > 0)
                || (after != null && compareTimes(captured, after) < 0)
                || !records.advanceExact(document)) {
            return;
        }
        PhotoPosition position =
                RecordParts.decoded(GalleryDocuments.PHOTO_RECORD, records.binaryValue(), PhotoRecord::position);
        if (after == null || comparator.compare(position, after) > 0) {
            part.add(position);
            if (part.size() > limit) {
                part.remove();
            }
        }
    }

    /// Compares by capture time as the order does; 0 if the ids decide.
    private int compareTimes(long captured, PhotoPosition other) {
        if (order == PhotoOrder.ID) {
            return 0;
        }
        long time = other.captureTime() == null ? SegmentPhotos.NO_TIME : GalleryDocuments.millis(other.captureTime());
        if (captured == SegmentPhotos.NO_TIME || time == SegmentPhotos.NO_TIME) {
            // Photos without a time come last.
            return Boolean.compare(captured == SegmentPhotos.NO_TIME, time == SegmentPhotos.NO_TIME);
        }
        return order == PhotoOrder.NEWEST ? Long.compare(time, captured) : Long.compare(captured, time);
    }

    FoundPhotos found() {
        List<PhotoPosition> photos = new ArrayList<>(part);
        photos.sort(comparator);
        return new FoundPhotos(photos, count);
    }
}
