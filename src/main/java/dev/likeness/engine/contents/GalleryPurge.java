package dev.likeness.engine.contents;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes erased and replaced data of a gallery from the disk: from the kept uploads, from generations that are being
/// built, and last from the gallery's own files, whose commit then says that no purge is due. Until then the bytes
/// stay,
/// although no query finds them. A purge that was killed is begun again.
///
/// @param staged the generations that are being built
public record GalleryPurge(Gallery gallery, List<Gallery> staged, UploadedFiles uploads) {
    private static final int MAX_RUNS = 3;

    /// Removes the data.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` while another writer is open; `IO_FAILED`
    public void run() {
        sweepUploads();
        try (GallerySnapshot live = gallery.snapshot()) {
            for (Gallery next : staged) {
                eraseFrom(next, live);
                rewrite(next);
            }
        }
        rewrite(gallery);
    }

    /// Deletes the files of uploads whose photos the gallery does not have. No photo is added meanwhile, so
    /// that each photo that has a file is there.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` while another writer is open; `IO_FAILED`
    public void sweepUploads() {
        if (!uploads.isEmpty()) {
            try (GalleryWriter _ = gallery.writer(gallery.embedder());
                    GallerySnapshot live = gallery.snapshot()) {
                uploads.sweep(photo -> live.photo(photo).isPresent());
            }
        }
    }

    /// Erases the photos that the gallery no longer has, or of which it has lost a face; the next run adds the latter
    /// again.
    private static void eraseFrom(Gallery staged, GallerySnapshot live) {
        Set<PhotoId> erased = new HashSet<>();
        try (GallerySnapshot snapshot = staged.snapshot()) {
            snapshot.forEachPhoto(photo -> {
                if (live.photo(photo.id()).isEmpty()
                        || !faces(live, photo.id()).containsAll(faces(snapshot, photo.id()))) {
                    erased.add(photo.id());
                }
            });
        }
        if (!erased.isEmpty()) {
            try (GalleryWriter writer = staged.writer(staged.embedder())) {
                writer.erase(erased, Set.of(), Set.of());
            }
        }
    }

    private static Set<FaceId> faces(GallerySnapshot snapshot, PhotoId photo) {
        Set<FaceId> faces = new HashSet<>();
        snapshot.faces(photo).forEach(face -> faces.add(face.face().id()));
        return faces;
    }

    private static void rewrite(Gallery gallery) {
        // An old snapshot may have kept files open; the next writer removes them.
        for (int run = 1; run < 2 || (run <= MAX_RUNS && isDue(gallery)); run++) {
            purge(gallery);
            purge(gallery);
        }
        if (isDue(gallery)) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "the files of gallery %s must be rewritten without what was deleted, and still hold some of it after"
                                    .formatted(gallery.name())
                            + " %d attempts; start the purge again".formatted(MAX_RUNS));
        }
    }

    private static void purge(Gallery gallery) {
        try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
            writer.purge();
        }
    }

    private static boolean isDue(Gallery gallery) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.isPurgeDue();
        }
    }
}
