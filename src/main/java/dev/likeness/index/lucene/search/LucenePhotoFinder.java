package dev.likeness.index.lucene.search;

import dev.likeness.index.PhotoFilter;
import dev.likeness.index.PhotoFinder;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.PhotoRecord;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The Lucene implementation of [PhotoFinder]. It reads the folder from the terms of the paths, people from one
/// pass over the faces, and then passes once over the photos, of which it keeps only the requested part. Both
/// passes read doc values; no vector, crop or path is loaded.
public final class LucenePhotoFinder implements PhotoFinder {
    private final DocumentReader documents;

    /// What a list needs of a photo.
    private record ListedPhoto(BytesRef key, PhotoPosition position) {
        static ListedPhoto of(BytesRef record) throws IOException {
            return new ListedPhoto(GalleryDocuments.photoKey(record), PhotoRecord.position(record));
        }
    }

    public LucenePhotoFinder(DocumentReader documents) {
        this.documents = documents;
    }

    @Override
    public FoundPhotos findPhotos(PhotoFilter filter, PhotoOrder order, @Nullable PhotoPosition after, int limit) {
        return documents.read(() -> find(filter, order, after, limit));
    }

    private FoundPhotos find(PhotoFilter filter, PhotoOrder order, @Nullable PhotoPosition after, int limit)
            throws IOException {
        Set<BytesRef> folder = filter.folder() == null ? null : photosIn(filter.folder());
        PhotosByFaces faces = filter.needsFaces() ? PhotosByFaces.read(documents.leaves(), filter) : null;
        Comparator<PhotoPosition> comparator = order.comparator();
        // The first of the requested part, of which the last is dropped when an earlier one is found.
        var part = new PriorityQueue<PhotoPosition>(comparator.reversed());
        int[] count = {0};
        documents.forEachRecord(GalleryDocuments.PHOTO_RECORD, ListedPhoto::of, photo -> {
            if ((folder != null && !folder.contains(photo.key())) || (faces != null && !faces.pass(photo.key()))) {
                return;
            }
            PhotoPosition position = photo.position();
            if (!isInPeriod(filter, position.captureTime())) {
                return;
            }
            count[0]++;
            if (after == null || comparator.compare(position, after) > 0) {
                part.add(position);
                if (part.size() > limit) {
                    part.remove();
                }
            }
        });
        List<PhotoPosition> photos = new ArrayList<>(part);
        photos.sort(comparator);
        return new FoundPhotos(photos, count[0]);
    }

    /// A path may have either separator, whatever system it was read on.
    private Set<BytesRef> photosIn(String folder) throws IOException {
        String name = folder.endsWith("/") || folder.endsWith("\\") ? folder.substring(0, folder.length() - 1) : folder;
        Set<BytesRef> photos = new HashSet<>(PathPrefixes.photosUnder(documents.searcher(), name + "/"));
        photos.addAll(PathPrefixes.photosUnder(documents.searcher(), name + "\\"));
        return photos;
    }

    private static boolean isInPeriod(PhotoFilter filter, @Nullable LocalDateTime time) {
        LocalDateTime from = filter.capturedFrom();
        LocalDateTime before = filter.capturedBefore();
        if (from == null && before == null) {
            return true;
        }
        return time != null && (from == null || !time.isBefore(from)) && (before == null || time.isBefore(before));
    }
}
