package dev.likeness.index.lucene.search;

import dev.likeness.index.PhotoFilter;
import dev.likeness.index.PhotoFinder;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LongSet;
import dev.likeness.index.lucene.documents.SegmentPhotos;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The Lucene implementation of [PhotoFinder]. It reads the folder from the terms of the paths, people from their
/// faces, and then passes once over the photos, of which it keeps only the requested part. Both passes look at what is
/// kept of each segment; records are read only of photos that may be in that part.
public final class LucenePhotoFinder implements PhotoFinder {
    private final DocumentReader documents;

    public LucenePhotoFinder(DocumentReader documents) {
        this.documents = documents;
    }

    @Override
    public FoundPhotos findPhotos(PhotoFilter filter, PhotoOrder order, @Nullable PhotoPosition after, int limit) {
        return documents.read(() -> find(filter, order, after, limit));
    }

    private FoundPhotos find(PhotoFilter filter, PhotoOrder order, @Nullable PhotoPosition after, int limit)
            throws IOException {
        LongSet folder = filter.folder() == null ? null : photosIn(filter.folder());
        PhotosByFaces faces = filter.needsFaces() ? PhotosByFaces.read(documents, filter) : null;
        long from = filter.capturedFrom() == null ? Long.MIN_VALUE : GalleryDocuments.millisFrom(filter.capturedFrom());
        long before =
                filter.capturedBefore() == null ? Long.MAX_VALUE : GalleryDocuments.millisFrom(filter.capturedBefore());
        boolean isOfPeriod = filter.capturedFrom() != null || filter.capturedBefore() != null;
        var page = new PhotoPage(order, after, limit);
        for (LeafReaderContext leaf : documents.leaves()) {
            SegmentPhotos photos = documents.photos(leaf);
            Bits live = leaf.reader().getLiveDocs();
            page.open(leaf.reader());
            for (int photo = 0; photo < photos.size(); photo++) {
                long captured = photos.captured(photo);
                if ((live == null || live.get(photos.document(photo)))
                        && (folder == null || folder.contains(photos.hash(photo)))
                        && (faces == null || faces.pass(photos.hash(photo)))
                        && (!isOfPeriod
                                || (captured != SegmentPhotos.NO_TIME && captured >= from && captured < before))) {
                    page.add(photos.document(photo), captured);
                }
            }
        }
        return page.found();
    }

    /// A path may have either separator, whatever system it was read on.
    private LongSet photosIn(String folder) throws IOException {
        String name = folder.endsWith("/") || folder.endsWith("\\") ? folder.substring(0, folder.length() - 1) : folder;
        LongSet photos = new LongSet();
        for (String prefix : List.of(name + "/", name + "\\")) {
            for (BytesRef key : PathPrefixes.photosUnder(documents.searcher(), prefix)) {
                photos.add(GalleryDocuments.photoHash(key));
            }
        }
        return photos;
    }
}
