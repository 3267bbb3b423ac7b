package dev.likeness.engine.ingest;

import dev.likeness.engine.contents.PhotoAdder;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.engine.ingest.walk.CaptureTimes;
import dev.likeness.engine.ingest.walk.FileOutcome;
import dev.likeness.engine.ingest.walk.FileTally;
import dev.likeness.engine.ingest.walk.NotRead;
import dev.likeness.engine.ingest.walk.PhotoWalk;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.LocatedPhoto;
import dev.likeness.extract.Stage;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.MissingProgram;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import dev.likeness.support.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
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

    /// The first commit comes early, and each later one after twice the time, so that whoever watches a long run
    /// sees the gallery grow from the beginning.
    private static final Duration FIRST_COMMIT = Duration.ofSeconds(2);

    private final IngestRequest request;
    private final IngestOptions options;
    private final FaceExtractor extractor;
    private final FileReader reader;
    private final UploadedFiles uploads;
    private final GalleryWriter writer;
    private final GallerySnapshot before;
    private final StageTimes times;
    private final IngestListener listener;
    private final BooleanSupplier cancelled;

    private final Queue<Map.Entry<Path, BasicFileAttributes>> queue = new ConcurrentLinkedQueue<>();
    /// The files of each photo found in this run. The thread that finds a new photo first indexes it.
    private final FoundPhotos found = new FoundPhotos();
    private final ConcurrentMap<PhotoId, Path> newPhotos = new ConcurrentHashMap<>();
    /// The number of faces of each new photo.
    private final ConcurrentMap<PhotoId, Integer> faceCounts = new ConcurrentHashMap<>();

    private final IdMigration migration;
    private PathSpellings spellings = PathSpellings.none();
    private CompanionPaths companions;
    /// Files with the same picture as another file of this run, which adds the photo to the gallery.
    private final ConcurrentMap<Path, PhotoId> copies = new ConcurrentHashMap<>();
    private final ConcurrentMap<PhotoId, Failure> failures = new ConcurrentHashMap<>();
    /// The photo of each file that was read in this run or is unchanged since an earlier run.
    private final ConcurrentMap<Path, PhotoId> contents = new ConcurrentHashMap<>();

    private final List<IngestResult.Unreadable> unreadable = Collections.synchronizedList(new ArrayList<>());
    private final List<IngestSummary.Incomplete> incomplete = Collections.synchronizedList(new ArrayList<>());
    /// Files that could not be read for lack of a program.
    private final ConcurrentMap<MissingProgram, Integer> lacking = new ConcurrentHashMap<>();
    private final FileTally tally = new FileTally();
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger withoutFace = new AtomicInteger();
    private final AtomicInteger unchangedCount = new AtomicInteger();
    private final AtomicInteger faces = new AtomicInteger();
    private final AtomicInteger uncommitted = new AtomicInteger();
    private final long begun = System.nanoTime();
    private final AtomicLong lastCommit = new AtomicLong(begun);

    public Ingest(
            IngestRequest request,
            IngestOptions options,
            FaceExtractor extractor,
            UploadedFiles uploads,
            GalleryWriter writer,
            GallerySnapshot before,
            StageTimes times,
            IngestListener listener,
            BooleanSupplier cancelled) {
        this.request = request;
        this.options = options;
        this.extractor = extractor;
        this.reader = new FileReader(extractor, times);
        this.uploads = uploads;
        this.migration = new IdMigration(writer);
        this.writer = writer;
        this.before = before;
        this.companions = new CompanionPaths(Map.of(), List.of(), before);
        this.times = times;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    public IngestSummary run() {
        long start = System.nanoTime();
        requireRoots();
        PhotoWalk walk = PhotoWalk.of(request.roots(), options.exclude(), request.prune() == PruneMode.ALL);
        spellings = PathSpellings.of(before, walk.files().keySet());
        spellings.write(writer);
        walk.unsearched()
                .forEach(place ->
                        report(new IngestResult.Unreadable(place.file(), ErrorCode.IO_FAILED, place.reason())));
        walk.others().forEach(tally::add);
        companions = new CompanionPaths(walk.companions(), request.roots(), before);
        queue.addAll(walk.files().entrySet());
        listener.started(walk.files().size());

        work();
        reportCopies();
        boolean completed = queue.isEmpty();
        tally.add(FileOutcome.NOT_REACHED, queue.size());
        for (FileReader.Content upload : IdMigration.uploads(before, uploads, reader, cancelled)) {
            boolean _ = isKnown(upload);
        }
        migration.write();
        FoundPhotos.Written written = found.write(writer, reader::analyse);
        var replaced = new ReplacedPhotos(writer, extractor, FileReader::bytes);
        replaced.carryOver(contents);
        var missing = new MissingPhotos(request, options.exclude(), writer, walk, contents);
        if (completed) {
            replaced.carryOverMoved(missing::isSurelyGone, newPhotos);
        }
        commit();
        replaced.kept().forEach(this::recount);
        if (completed) {
            missing.search(replaced.others(), newPhotos.keySet());
        }
        if (completed && request.prune() != PruneMode.NONE) {
            missing.prune();
            commit();
        }
        return new IngestSummary(
                request.gallery(),
                tally.counts(walk.found()),
                added.get() + withoutFace.get() + unchangedCount.get() + unreadable.size(),
                added.get(),
                withoutFace.get(),
                unchangedCount.get(),
                unreadable.stream()
                        .sorted(Comparator.comparing(IngestResult.Unreadable::file))
                        .toList(),
                walk.companions().size(),
                notRead(walk),
                incomplete.stream()
                        .sorted(Comparator.comparing(IngestSummary.Incomplete::file))
                        .toList(),
                walk.leftOut(),
                walk.skipped(),
                faces.get(),
                written.renewed(),
                written.turned() + replaced.kept().size(),
                replaced.others().size(),
                missing.retained(),
                missing.ignored(),
                missing.vanished(),
                missing.emptied(),
                missing.notSearched(),
                missing.pruned(),
                missing.emptiedPeople(),
                (System.nanoTime() - start) / 1e9,
                completed,
                null);
    }

    /// To prune below a root that does not exist, a user must ask for all: its disk may be away.
    private void requireRoots() {
        if (request.prune() == PruneMode.CAUTIOUS || request.prune() == PruneMode.IGNORED) {
            for (Path root : request.roots()) {
                if (!Files.exists(root)) {
                    throw PruneLimit.absent(request.gallery(), request.roots(), root);
                }
            }
        }
    }

    /// Counts a photo as known, because it was found to be one that the gallery had.
    private void recount(PhotoId photo) {
        Integer count = faceCounts.remove(photo);
        if (count != null) {
            (count == 0 ? withoutFace : added).decrementAndGet();
            faces.addAndGet(-count);
            unchangedCount.incrementAndGet();
        }
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
        String path = spellings.known(UndecodablePath.text(file));
        Instant changed = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
        List<String> ofSameShot = companions.of(file);
        Optional<StoredPhoto> unchanged = before.photosAt(path).stream()
                .filter(photo -> photo.isAt(path, changed, attributes.size()))
                .findFirst();
        if (unchanged.isPresent()) {
            PhotoId id = unchanged.get().id();
            StoredFile stored = Objects.requireNonNull(unchanged.get().files().get(path));
            if (!stored.companions().equals(ofSameShot)) {
                found.add(id, new FoundFile(file, changed, stored.with(ofSameShot), null));
            }
            contents.put(file, id);
            tally.add(FileOutcome.KNOWN);
            report(new IngestResult.AlreadyIndexed(file, id));
            return Optional.empty();
        }
        try {
            if (!request.allows(file)) {
                throw new LikenessException(ErrorCode.IO_FAILED, "it leads out of the folders that may be read");
            }
            FileReader.Content content = reader.read(file, changed, ofSameShot);
            PhotoId id = content.photo();
            contents.put(file, id);
            if (isKnown(content)) {
                tally.add(isChanged(path, content) ? FileOutcome.RENEWED : FileOutcome.KNOWN);
                report(new IngestResult.AlreadyIndexed(file, id));
                return Optional.empty();
            }
            if (!found.add(id, content.file())) {
                found.add(id, reader.withMetadata(content));
                copies.put(file, id);
                return Optional.empty();
            }
            try {
                LocatedPhoto read = extractor.locate(id, content.file().file().id(), content.bytes());
                read.flaw().ifPresent(reason -> incomplete.add(new IngestSummary.Incomplete(file, reason)));
                LocatedPhoto located = read.withCaptureTime(CaptureTimes.of(file, read.captureTime()));
                found.add(
                        id,
                        content.file().stating(new PhotoMetadata(located.turns().stated(), located.captureTime())));
                return Optional.of(located);
            } catch (LikenessException e) {
                Failure failure = new Failure(e, extractor.missingProgram(content.bytes()));
                failures.put(id, failure);
                report(file, failure);
                return Optional.empty();
            }
        } catch (LikenessException e) {
            tally.add(attributes.isOther() ? FileOutcome.SPECIAL_FILE : FileOutcome.UNREADABLE);
            report(new IngestResult.Unreadable(file, e.code(), e.getMessage()));
            return Optional.empty();
        }
    }

    /// Why a picture could not be read.
    private record Failure(LikenessException exception, Optional<MissingProgram> missing) {}

    private void report(Path file, Failure failure) {
        failure.missing().ifPresent(program -> lacking.merge(program, 1, Integer::sum));
        tally.add(failure.missing().isPresent() ? FileOutcome.NOT_READ : FileOutcome.UNREADABLE);
        LikenessException e = failure.exception();
        report(new IngestResult.Unreadable(file, e.code(), e.getMessage()));
    }

    private List<NotRead> notRead(PhotoWalk walk) {
        Stream<NotRead> lack = lacking.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().format()))
                .map(entry -> new NotRead(
                        entry.getKey().format() + " file",
                        entry.getValue(),
                        entry.getKey().remedy()));
        return Stream.concat(lack, walk.notRead().stream()).toList();
    }

    /// Whether a path had other bytes in an earlier run.
    private boolean isChanged(String path, FileReader.Content content) {
        return before.photosAt(path).stream()
                .map(photo -> photo.files().get(path))
                .anyMatch(file ->
                        file != null && !file.id().equals(content.file().file().id()));
    }

    /// Whether the gallery has the photo of a file, under the id of its picture or the hash of its file; then
    /// the file is one of the photo's.
    private boolean isKnown(FileReader.Content content) {
        PhotoId id = content.photo();
        boolean isKnown =
                before.photo(id).filter(photo -> photo.id().equals(id)).isPresent();
        boolean isDue = IdMigration.isDue(before, id, content.file());
        if (isKnown || isDue) {
            FoundFile file = reader.withMetadata(content);
            found.add(id, file);
            if (isDue) {
                migration.add(id, file);
            }
        }
        return isKnown || isDue;
    }

    /// Reports copies at the end, because their result is that of the file that was processed.
    private void reportCopies() {
        copies.forEach((file, id) -> {
            Failure failure = failures.get(id);
            if (failure == null) {
                tally.add(FileOutcome.COPY);
                report(new IngestResult.AlreadyIndexed(file, id));
            } else {
                report(file, failure);
            }
        });
    }

    private void write(Map<Path, LocatedPhoto> batch) {
        Iterator<Path> files = batch.keySet().iterator();
        for (AnalysedPhoto photo : extractor.analyse(List.copyOf(batch.values()))) {
            Path file = files.next();
            times.charge(Stage.WRITE, () -> {
                PhotoAdder.put(writer, photo, found.paths(photo.id()), found.files(photo.id()));
                return true;
            });
            newPhotos.put(photo.id(), file);
            boolean replaces = !before.photosAt(spellings.known(UndecodablePath.text(file)))
                    .isEmpty();
            int count = photo.embeddings().size();
            faceCounts.put(photo.id(), count);
            faces.addAndGet(count);
            if (count == 0) {
                withoutFace.incrementAndGet();
                tally.add(replaces ? FileOutcome.REPLACED : FileOutcome.WITHOUT_FACE);
                listener.finished(new IngestResult.NoFaces(file, photo.id()), 0);
            } else {
                added.incrementAndGet();
                tally.add(replaces ? FileOutcome.REPLACED : FileOutcome.ADDED);
                listener.finished(new IngestResult.Indexed(file, photo.id(), count), count);
            }
        }
        uncommitted.addAndGet(batch.size());
        commitWhenDue();
    }

    private void commitWhenDue() {
        long last = lastCommit.get();
        long now = System.nanoTime();
        long interval = Math.min(options.commitInterval().toNanos(), Math.max(FIRST_COMMIT.toNanos(), last - begun));
        boolean due = uncommitted.get() >= options.commitPhotos() || (uncommitted.get() > 0 && now - last >= interval);
        // The thread that updates the clock commits; the others continue.
        if (due && lastCommit.compareAndSet(last, now)) {
            uncommitted.set(0);
            commit();
        }
    }

    private void commit() {
        times.charge(Stage.WRITE, () -> {
            writer.commit();
            return true;
        });
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
