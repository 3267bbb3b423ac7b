package dev.likeness.engine.ingest;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.support.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Gatherers;

/// Fills the next generation of a gallery with the same photos and faces, embedded by another model. It
/// embeds the stored crops, so no original is needed. After an interruption, committed work is not repeated.
/// People, names and assignments are copied at the end, so they are current when the generations switch.
public final class Reembedding {
    private final GallerySnapshot from;
    private final GalleryWriter to;
    private final FaceEmbedder embedder;
    private final ImageReader reader;
    private final int workers;
    private final int commitPhotos;
    private final BooleanSupplier cancelled;

    private int resumed;
    private final AtomicInteger faces = new AtomicInteger();

    public Reembedding(
            GallerySnapshot from,
            GalleryWriter to,
            FaceEmbedder embedder,
            ImageReader reader,
            int workers,
            int commitPhotos,
            BooleanSupplier cancelled) {
        this.from = from;
        this.to = to;
        this.embedder = embedder;
        this.reader = reader;
        this.workers = workers;
        this.commitPhotos = commitPhotos;
        this.cancelled = cancelled;
    }

    /// Number of photos that an earlier, interrupted run completed.
    public int resumed() {
        return resumed;
    }

    /// Number of faces with a new embedding.
    public int faces() {
        return faces.get();
    }

    /// Embeds the photos that remain.
    ///
    /// @param progress receives the number of completed photos, from several threads
    /// @return whether the next generation is complete and can be promoted
    public boolean run(IntConsumer progress) {
        List<StoredPhoto> photos = new ArrayList<>();
        from.forEachPhoto(photos::add);
        removeDeletedPhotos(photos);
        List<StoredPhoto> remaining = resume(photos);
        AtomicInteger done = new AtomicInteger(resumed);
        progress.accept(resumed);
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            for (List<StoredPhoto> block : blocks(remaining, commitPhotos)) {
                List<Callable<Void>> batches = new ArrayList<>();
                for (List<StoredPhoto> batch : blocks(block, embedder.batchSize())) {
                    batches.add(() -> {
                        if (!cancelled.getAsBoolean()) {
                            embed(batch);
                            progress.accept(done.addAndGet(batch.size()));
                        }
                        return null;
                    });
                }
                Workers.runAll(executor, batches);
                to.commit();
            }
        }
        if (done.get() < photos.size()) {
            return false;
        }
        to.copyPeople(from);
        to.commit();
        to.optimize();
        return true;
    }

    /// The photos that no earlier run has completed.
    private List<StoredPhoto> resume(List<StoredPhoto> photos) {
        List<StoredPhoto> remaining = new ArrayList<>();
        try (GallerySnapshot staged = to.snapshot()) {
            for (StoredPhoto photo : photos) {
                if (isComplete(photo, staged)) {
                    to.update(photo);
                    resumed++;
                } else {
                    remaining.add(photo);
                }
            }
        }
        return remaining;
    }

    /// Whether a photo is there as it is now: its picture may have been turned since, and faces added.
    private boolean isComplete(StoredPhoto photo, GallerySnapshot staged) {
        return staged.photo(photo.id())
                        .filter(there -> there.id().equals(photo.id()) && there.orientation() == photo.orientation())
                        .isPresent()
                && faces(staged, photo.id()).equals(faces(from, photo.id()));
    }

    private static List<FaceId> faces(GallerySnapshot snapshot, PhotoId photo) {
        return snapshot.faces(photo).stream().map(face -> face.face().id()).toList();
    }

    private static List<List<StoredPhoto>> blocks(List<StoredPhoto> photos, int size) {
        return photos.stream().gather(Gatherers.windowFixed(size)).toList();
    }

    /// Removes photos from the next generation that were deleted since an earlier run.
    private void removeDeletedPhotos(List<StoredPhoto> photos) {
        Set<PhotoId> wanted = new HashSet<>();
        photos.forEach(photo -> wanted.add(photo.id()));
        try (GallerySnapshot staged = to.snapshot()) {
            staged.forEachPhoto(photo -> {
                if (!wanted.contains(photo.id())) {
                    to.remove(photo.id());
                }
            });
        }
    }

    private void embed(List<StoredPhoto> photos) {
        List<List<StoredFace>> facesByPhoto =
                photos.stream().map(photo -> from.faces(photo.id())).toList();
        List<byte[]> jpegs = new ArrayList<>();
        List<RgbImage> crops = new ArrayList<>();
        for (List<StoredFace> ofPhoto : facesByPhoto) {
            for (StoredFace stored : ofPhoto) {
                byte[] jpeg = crop(stored.face().id());
                jpegs.add(jpeg);
                crops.add(reader.open(jpeg).decode());
            }
        }
        List<Embedding> embeddings = crops.isEmpty() ? List.of() : embedder.embed(crops);
        int number = 0;
        for (int i = 0; i < photos.size(); i++) {
            List<NewFace> renewed = new ArrayList<>();
            for (StoredFace stored : facesByPhoto.get(i)) {
                Face old = stored.face();
                renewed.add(
                        new NewFace(new Face(old.id(), old.detection(), embeddings.get(number)), jpegs.get(number)));
                number++;
            }
            to.put(photos.get(i), renewed, from.preview(photos.get(i).id()).orElse(null));
        }
        faces.addAndGet(number);
    }

    private byte[] crop(FaceId face) {
        return from.crop(face)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.GALLERY_CORRUPT, "the picture of face " + face + " is missing"));
    }
}
