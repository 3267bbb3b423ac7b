package dev.likeness.engine.ingest;

import dev.likeness.engine.contents.PhotoAdder;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.LocatedPhoto;
import dev.likeness.extract.Stage;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedy;
import dev.likeness.image.MissingProgram;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.RegularFile;
import dev.likeness.support.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// One ingest run. Each worker takes a batch of files, locates the faces of each file, embeds the faces of
/// the batch together, and writes its photos. Threads do not exchange work, so a worker waits only for its
/// next file. Memory holds one decoded photo per worker and the crops of its batch.
///
/// Ingest is idempotent by content: a photo that the gallery already has is not processed again. A photo that
/// was being written when the process died counts as new.
public final class Ingest {
    /// Maximum number of photos in a batch. A folder of landscapes has few faces, so the number of faces alone
    /// would not end a batch.
    private static final int BATCH_PHOTOS = 64;

    private final IngestRequest request;
    private final IngestOptions options;
    private final FaceExtractor extractor;
    private final Gallery gallery;
    private final GalleryWriter writer;
    private final GallerySnapshot before;
    private final StageTimes times;
    private final IngestListener listener;
    private final BooleanSupplier cancelled;

    private final Queue<Map.Entry<Path, BasicFileAttributes>> queue = new ConcurrentLinkedQueue<>();
    /// The paths of each photo found in this run. The thread that finds a new photo first indexes it.
    private final ConcurrentMap<PhotoId, ConcurrentMap<String, Instant>> pathsByPhoto = new ConcurrentHashMap<>();
    /// Files with the same bytes as another file of this run, which adds the photo to the gallery.
    private final ConcurrentMap<Path, PhotoId> copies = new ConcurrentHashMap<>();
    private final ConcurrentMap<PhotoId, LikenessException> failures = new ConcurrentHashMap<>();
    /// The photo of each file that was read in this run or is unchanged since an earlier run.
    private final ConcurrentMap<Path, PhotoId> contents = new ConcurrentHashMap<>();

    private final List<IngestResult.Unreadable> unreadable = Collections.synchronizedList(new ArrayList<>());
    private final List<IngestSummary.Incomplete> incomplete = Collections.synchronizedList(new ArrayList<>());
    /// Files that could not be read for lack of a program.
    private final ConcurrentMap<MissingProgram, Integer> lacking = new ConcurrentHashMap<>();
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger withoutFace = new AtomicInteger();
    private final AtomicInteger unchangedCount = new AtomicInteger();
    private final AtomicInteger faces = new AtomicInteger();
    private final AtomicInteger uncommitted = new AtomicInteger();
    private final AtomicLong lastCommit = new AtomicLong(System.nanoTime());

    public Ingest(
            IngestRequest request,
            IngestOptions options,
            FaceExtractor extractor,
            Gallery gallery,
            GalleryWriter writer,
            GallerySnapshot before,
            StageTimes times,
            IngestListener listener,
            BooleanSupplier cancelled) {
        this.request = request;
        this.options = options;
        this.extractor = extractor;
        this.gallery = gallery;
        this.writer = writer;
        this.before = before;
        this.times = times;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    public IngestSummary run() {
        long start = System.nanoTime();
        PhotoWalk walk = PhotoWalk.of(request.roots());
        walk.unreadable().forEach(this::report);
        queue.addAll(walk.files().entrySet());
        listener.started(walk.files().size());

        work();
        reportCopies();
        boolean completed = queue.isEmpty();
        writePaths();
        List<Path> vanished = completed ? vanished(walk) : List.of();
        int pruned = request.prune() ? prune(walk, Set.copyOf(vanished)) : 0;
        times.charge(Stage.WRITE, () -> {
            writer.commit();
            return true;
        });
        return new IngestSummary(
                request.gallery(),
                added.get() + withoutFace.get() + unchangedCount.get() + unreadable.size(),
                added.get(),
                withoutFace.get(),
                unchangedCount.get(),
                unreadable.stream()
                        .sorted(Comparator.comparing(IngestResult.Unreadable::file))
                        .toList(),
                walk.companions(),
                notRead(walk),
                incomplete.stream()
                        .sorted(Comparator.comparing(IngestSummary.Incomplete::file))
                        .toList(),
                walk.skipped(),
                faces.get(),
                vanished,
                pruned,
                (System.nanoTime() - start) / 1e9,
                completed,
                null);
    }

    private void work() {
        int workers = options.workerCount();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("ingest-", 0).factory())) {
            Workers.runAll(executor, Collections.nCopies(workers, () -> {
                try {
                    processBatches();
                } catch (RuntimeException | Error e) {
                    queue.clear(); // the others end after their batch
                    throw e;
                }
                return null;
            }));
        }
    }

    private void processBatches() {
        boolean more = true;
        while (more && !cancelled.getAsBoolean()) {
            Map<Path, LocatedPhoto> batch = new LinkedHashMap<>();
            int faceCount = 0;
            while (faceCount < extractor.batchSize() && batch.size() < BATCH_PHOTOS) {
                Map.Entry<Path, BasicFileAttributes> next = cancelled.getAsBoolean() ? null : queue.poll();
                if (next == null) {
                    more = false;
                    break;
                }
                Optional<LocatedPhoto> located = locate(next.getKey(), next.getValue());
                if (located.isPresent()) {
                    batch.put(next.getKey(), located.get());
                    faceCount += located.get().crops().size();
                }
            }
            write(batch);
        }
    }

    /// Locates the faces of one file. If the file is unreadable or already indexed, the result is empty, and
    /// that is reported.
    private Optional<LocatedPhoto> locate(Path file, BasicFileAttributes attributes) {
        String path = file.toString();
        Instant changed = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
        Optional<PhotoId> unchanged = before.photoAt(path)
                .filter(photo -> photo.bytes() == attributes.size()
                        && changed.equals(photo.paths().get(path)))
                .map(StoredPhoto::id);
        if (unchanged.isPresent()) {
            contents.put(file, unchanged.get());
            report(new IngestResult.AlreadyIndexed(file, unchanged.get()));
            return Optional.empty();
        }
        try {
            if (!request.allows(file)) {
                throw new LikenessException(ErrorCode.IO_FAILED, "it leads out of the folders that may be read");
            }
            byte[] bytes = times.charge(Stage.READ, () -> read(file));
            PhotoId id = times.charge(Stage.READ, () -> PhotoId.of(bytes));
            contents.put(file, id);
            if (before.photo(id).isPresent()) {
                recordPath(id, path, changed);
                report(new IngestResult.AlreadyIndexed(file, id));
                return Optional.empty();
            }
            if (!recordPath(id, path, changed)) {
                copies.put(file, id);
                return Optional.empty();
            }
            try {
                LocatedPhoto located = extractor.locate(id, bytes);
                located.flaw().ifPresent(reason -> incomplete.add(new IngestSummary.Incomplete(file, reason)));
                return Optional.of(located.withCaptureTime(CaptureTimes.of(file, located.captureTime())));
            } catch (LikenessException e) {
                extractor.missingProgram(bytes).ifPresent(missing -> lacking.merge(missing, 1, Integer::sum));
                failures.put(id, e);
                throw e;
            }
        } catch (LikenessException e) {
            report(new IngestResult.Unreadable(file, e.code(), e.getMessage()));
            return Optional.empty();
        }
    }

    private List<NotRead> notRead(PhotoWalk walk) {
        Stream<NotRead> lack = lacking.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().format()))
                .map(entry -> new NotRead(
                        entry.getKey().format() + " file", entry.getValue(), entry.getKey().remedy()));
        return Stream.concat(lack, walk.notRead().stream()).toList();
    }

    /// Records a path of a photo; true for the first path in this run.
    private boolean recordPath(PhotoId id, String path, Instant changed) {
        ConcurrentMap<String, Instant> seen =
                pathsByPhoto.putIfAbsent(id, new ConcurrentHashMap<>(Map.of(path, changed)));
        if (seen != null) {
            seen.put(path, changed);
        }
        return seen == null;
    }

    /// Reports copies at the end, because their result is that of the file that was processed.
    private void reportCopies() {
        copies.forEach((file, id) -> {
            LikenessException failure = failures.get(id);
            if (failure == null) {
                report(new IngestResult.AlreadyIndexed(file, id));
            } else {
                report(new IngestResult.Unreadable(file, failure.code(), failure.getMessage()));
            }
        });
    }

    private static byte[] read(Path file) {
        try {
            return RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, RegularFile.reason(e), e);
        } catch (OutOfMemoryError e) {
            throw new LikenessException(ErrorCode.IMAGE_TOO_LARGE, "the file does not fit into memory", e);
        }
    }

    private void write(Map<Path, LocatedPhoto> batch) {
        Iterator<Path> files = batch.keySet().iterator();
        for (AnalysedPhoto photo : extractor.analyse(List.copyOf(batch.values()))) {
            Path file = files.next();
            times.charge(Stage.WRITE, () -> {
                PhotoAdder.put(writer, photo, Objects.requireNonNull(pathsByPhoto.get(photo.id())));
                return true;
            });
            int count = photo.embeddings().size();
            faces.addAndGet(count);
            if (count == 0) {
                withoutFace.incrementAndGet();
                listener.finished(new IngestResult.NoFaces(file, photo.id()), 0);
            } else {
                added.incrementAndGet();
                listener.finished(new IngestResult.Indexed(file, photo.id(), count), count);
            }
        }
        uncommitted.addAndGet(batch.size());
        commitWhenDue();
    }

    private void commitWhenDue() {
        long last = lastCommit.get();
        long now = System.nanoTime();
        boolean due = uncommitted.get() >= options.commitPhotos()
                || (uncommitted.get() > 0
                        && now - last >= options.commitInterval().toNanos());
        // The thread that updates the clock commits; the others continue.
        if (due && lastCommit.compareAndSet(last, now)) {
            uncommitted.set(0);
            times.charge(Stage.WRITE, () -> {
                writer.commit();
                return true;
            });
        }
    }

    /// Writes the paths of copies found after their photo was written, and new paths of known photos.
    private void writePaths() {
        try (GallerySnapshot now = gallery.snapshot()) {
            pathsByPhoto.forEach((id, seen) -> now.photo(id).ifPresent(photo -> {
                Map<String, Instant> paths = new TreeMap<>(photo.paths());
                paths.putAll(seen);
                if (!paths.equals(photo.paths())) {
                    writer.setPaths(id, paths);
                }
            }));
        }
    }

    /// Recorded paths below the roots that are gone or now contain another photo.
    private List<Path> vanished(PhotoWalk walk) {
        List<Path> roots = request.roots().stream()
                .map(root -> root.toAbsolutePath().normalize())
                .toList();
        Set<Path> vanished = new TreeSet<>();
        try (GallerySnapshot now = gallery.snapshot()) {
            now.forEachPhoto(photo -> photo.paths().keySet().forEach(stored -> {
                Path path = Path.of(stored);
                if (roots.stream().anyMatch(path::startsWith) && isGone(path, photo.id(), walk)) {
                    vanished.add(path);
                }
            }));
        }
        return List.copyOf(vanished);
    }

    private boolean isGone(Path path, PhotoId photo, PhotoWalk walk) {
        PhotoId content = contents.get(path);
        return content == null ? !walk.files().containsKey(path) && !Files.exists(path) : !content.equals(photo);
    }

    private int prune(PhotoWalk walk, Set<Path> vanished) {
        if (walk.files().isEmpty() && !vanished.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.NOT_FOUND,
                    "to remove missing photos, at least one photo must be left below %s, got none while %d are known: is the disk mounted?"
                            .formatted(request.roots(), vanished.size()),
                    ErrorFacts.ofRemedies(new Remedy.DeleteGallery(request.gallery())));
        }
        int[] removed = {0};
        try (GallerySnapshot now = gallery.snapshot()) {
            now.forEachPhoto(photo -> {
                Map<String, Instant> left = new TreeMap<>(photo.paths());
                left.keySet().removeIf(stored -> {
                    Path path = Path.of(stored);
                    return vanished.contains(path) && !photo.id().equals(contents.get(path));
                });
                if (left.isEmpty()) {
                    writer.remove(photo.id());
                    removed[0]++;
                } else if (left.size() < photo.paths().size()) {
                    writer.setPaths(photo.id(), left);
                }
            });
        }
        return removed[0];
    }

    private void report(IngestResult.Unreadable result) {
        unreadable.add(result);
        listener.finished(result, 0);
    }

    private void report(IngestResult.AlreadyIndexed result) {
        unchangedCount.incrementAndGet();
        listener.finished(result, 0);
    }
}
