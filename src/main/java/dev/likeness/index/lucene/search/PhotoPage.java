package dev.likeness.index.lucene.search;

import dev.likeness.index.PhotoFinder.FoundPhotos;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.PhotoRecord;
import dev.likeness.index.lucene.documents.RecordParts;
import dev.likeness.index.lucene.documents.SegmentPhotos;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Selects a part of a list of photos, of which it counts all. A photo is decoded only if it is in the part, as far as
/// its capture time and the first bytes of its id tell.
final class PhotoPage {
    private final Comparator<PhotoPosition> comparator;
    private final PhotoOrder order;
    private final @Nullable Bound after;
    private final int limit;

    /// The last of the part so far is on top, and is dropped when an earlier one is found.
    private final PriorityQueue<PhotoPosition> part;

    /// The last of the part; null until the part is full.
    private @Nullable Bound last;

    private BinaryDocValues records = DocValues.emptyBinary();
    private int count;

    /// A place in the list, with what a photo is compared with before it is decoded.
    ///
    /// @param captured as [SegmentPhotos#captured]
    /// @param head as [GalleryDocuments#photoHead]
    private record Bound(PhotoPosition position, long captured, long head) {
        static Bound of(PhotoPosition position) {
            LocalDateTime time = position.captureTime();
            return new Bound(
                    position,
                    time == null ? SegmentPhotos.NO_TIME : GalleryDocuments.millis(time),
                    GalleryDocuments.photoHead(position.photo()));
        }
    }

    /// @param after only photos that follow this place; null to start at the first
    PhotoPage(PhotoOrder order, @Nullable PhotoPosition after, int limit) {
        this.comparator = order.comparator();
        this.order = order;
        this.after = after == null ? null : Bound.of(after);
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
        if ((last != null && compareTimes(captured, last) > 0)
                || (after != null && compareTimes(captured, after) < 0)
                || !records.advanceExact(document)) {
            return;
        }
        BytesRef record = records.binaryValue();
        long head = GalleryDocuments.photoHead(record);
        if ((last != null && compare(captured, head, last) > 0)
                || (after != null && compare(captured, head, after) < 0)) {
            return;
        }
        PhotoPosition position = RecordParts.decoded(GalleryDocuments.PHOTO_RECORD, record, PhotoRecord::position);
        if (after == null || comparator.compare(position, after.position) > 0) {
            part.add(position);
            if (part.size() > limit) {
                part.remove();
            }
            if (part.size() == limit) {
                last = Bound.of(part.element());
            }
        }
    }

    /// Compares as the order does; 0 if the rest of the ids decides.
    private int compare(long captured, long head, Bound other) {
        int times = compareTimes(captured, other);
        return times == 0 ? Long.compareUnsigned(head, other.head) : times;
    }

    /// Compares by capture time as the order does; 0 if the ids decide.
    private int compareTimes(long captured, Bound other) {
        if (order == PhotoOrder.ID) {
            return 0;
        }
        if (captured == SegmentPhotos.NO_TIME || other.captured == SegmentPhotos.NO_TIME) {
            // Photos without a time come last.
            return Boolean.compare(captured == SegmentPhotos.NO_TIME, other.captured == SegmentPhotos.NO_TIME);
        }
        return order == PhotoOrder.NEWEST
                ? Long.compare(other.captured, captured)
                : Long.compare(captured, other.captured);
    }

    FoundPhotos found() {
        List<PhotoPosition> photos = new ArrayList<>(part);
        photos.sort(comparator);
        return new FoundPhotos(photos, count);
    }
}
