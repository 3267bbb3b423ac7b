package dev.likeness.engine;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.QualityScale;
import dev.likeness.engine.backup.BackupSource;
import dev.likeness.engine.backup.Backups;
import dev.likeness.engine.backup.RestoredDeletions;
import dev.likeness.engine.contents.GalleryPurge;
import dev.likeness.engine.contents.GalleryTags;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.engine.tombstones.Tombstones;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.scoring.Calibrations;
import dev.likeness.scoring.MatchScorer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The galleries of an engine: operations to list, create, back up, restore and delete them.
///
/// Every method that takes the name of an existing gallery throws [LikenessException] `NOT_FOUND` if there is
/// no such gallery.
public final class Galleries {
    /// In the folder of a gallery, the files that the last ingest from the command line could not read, with
    /// their paths.
    public static final String UNREADABLE_FILE = "unreadable.jsonl";

    private final GalleryDirectory directory;
    private final Models models;
    private final Calibrations calibrations;
    private final Backups backups;
    private final Tombstones tombstones;

    Galleries(
            GalleryDirectory directory,
            Models models,
            Calibrations calibrations,
            Backups backups,
            Tombstones tombstones) {
        this.directory = directory;
        this.models = models;
        this.calibrations = calibrations;
        this.backups = backups;
        this.tombstones = tombstones;
    }

    /// All galleries, by name, without their histograms. One that cannot be read does not hide the others.
    public GalleryList list() {
        List<GalleryDetails> readable = new ArrayList<>();
        List<GalleryList.Damaged> damaged = new ArrayList<>();
        for (String name : directory.names()) {
            try {
                readable.add(detailsWithoutQuality(name));
            } catch (LikenessException e) {
                // One that was deleted meanwhile is not damaged.
                if (directory.exists(name)) {
                    damaged.add(new GalleryList.Damaged(name, e));
                }
            }
        }
        return new GalleryList(readable, damaged);
    }

    /// The names of all galleries, sorted, with those that are damaged.
    ///
    /// @throws LikenessException `IO_FAILED` if their directory cannot be read
    public List<String> names() {
        return directory.names();
    }

    /// Checks the files of a gallery, which may be damaged, in full.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` while a writer is open; `IO_FAILED`
    public GalleryCheck check(String name) {
        return new GalleryInspection(name, directory, models).check();
    }

    /// Repairs a gallery, and loses as little as possible: [GalleryCheck.Finding#repair()] says what. Damaged
    /// files are kept aside.
    ///
    /// @param generation the generation to use; null for the recommended one
    /// @return what is left to repair
    /// @throws LikenessException `GALLERY_CORRUPT` if no generation can be used; `INVALID_ARGUMENT` if the
    ///     one that was asked for cannot; `GALLERY_LOCKED` while another writer is open; `IO_FAILED`
    public GalleryCheck repair(String name, @Nullable Integer generation) {
        return new GalleryInspection(name, directory, models).repair(generation);
    }

    /// Whether a gallery with this name exists, sound or damaged.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the name violates its rule
    public boolean exists(String name) {
        return directory.exists(name);
    }

    /// Whether a gallery has no photo.
    boolean isEmpty(String name) {
        try (GallerySnapshot snapshot = snapshot(name)) {
            return snapshot.statistics().photos() == 0;
        }
    }

    /// The details of one gallery, with its quality histogram.
    public GalleryDetails details(String name) {
        try (GallerySnapshot snapshot = snapshot(name)) {
            MatchScorer scorer = calibrations.forGallery(name, snapshot.embedder());
            return details(name, snapshot, GalleryDetails.Quality.of(snapshot, scorer));
        }
    }

    /// Creates an empty gallery.
    ///
    /// @param embedder id of the model whose vectors it will hold; null for the configured one
    /// @throws LikenessException `ALREADY_EXISTS`; `INVALID_ARGUMENT` if the name violates its rule or the
    ///     model is not an embedder; the errors of the models
    public GalleryDetails create(String name, @Nullable String embedder) {
        directory.create(name, embedder == null ? models.defaultStamp() : models.stamp(embedder));
        return detailsWithoutQuality(name);
    }

    /// Deletes a gallery with every vector, crop, name and path in it. The photo files stay.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` while another writer is open
    public void delete(String name) {
        if (!directory.exists(name)) {
            // This is refused, with the names of the galleries that exist.
            directory.delete(name);
            return;
        }
        try (Closeable _ = tombstones.startErasure(name)) {
            tombstones.recordGallery(name);
            try {
                directory.delete(name);
            } catch (LikenessException e) {
                if (directory.exists(name)) {
                    tombstones.withdrawGallery(name);
                }
                throw e;
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot unlock gallery " + name, e);
        }
    }

    /// The backups of galleries: operations to make, list and verify them.
    public Backups backups() {
        return backups;
    }

    /// Creates a gallery from a backup. What was deleted after the backup was made stays deleted.
    ///
    /// @param includeDeleted whether what was deleted comes back, too
    /// @throws LikenessException as [Backups#restore]
    public RestoredGallery restore(String name, BackupSource backup, boolean includeDeleted) {
        RestoredDeletions deletions = backups.restore(name, backup, includeDeleted);
        return new RestoredGallery(detailsWithoutQuality(name), deletions.erased(), deletions.knownUntil());
    }

    /// Removes erased data from the disk, wherever it lies: [GalleryPurge] says where, copies that killed
    /// backups left, and the report of unreadable files.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` while another writer is open; `IO_FAILED`
    public void purge(String name) {
        directory.removeAbandonedCopies();
        try {
            // It may name a file of an erased photo. The next ingest writes it again.
            Files.deleteIfExists(folder(name).resolve(UNREADABLE_FILE));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot delete a file of gallery " + name, e);
        }
        purgeOf(name).run();
    }

    /// Deletes the files of uploads that a gallery does not have: their process was killed before it stored
    /// the photos.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` while another writer is open; `IO_FAILED`
    public void sweepUploads(String name) {
        purgeOf(name).sweepUploads();
    }

    private GalleryPurge purgeOf(String name) {
        return new GalleryPurge(directory.open(name), directory.staged(name), new UploadedFiles(folder(name)));
    }

    /// Removes temporary files of backups whose process died. Call this before the first backup.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void removeScratchFiles() {
        directory.removeScratch();
    }

    /// The galleries with erased data and no completed purge since, sorted. Galleries that cannot be read are
    /// omitted.
    public List<String> toPurge() {
        return directory.names().stream().filter(this::isPurgeDue).toList();
    }

    private boolean isPurgeDue(String name) {
        try (GallerySnapshot snapshot = snapshot(name)) {
            return snapshot.isPurgeDue();
        } catch (LikenessException _) {
            // A direct request for the gallery reports the reason.
            return false;
        }
    }

    /// The tags of a gallery.
    public GalleryTags tags(String name) {
        return new GalleryTags(name, folder(name));
    }

    /// The folder of a gallery's files.
    public Path folder(String name) {
        return directory.folderOf(name);
    }

    /// When a gallery was created or restored here; empty if the file system cannot tell. A gallery that takes
    /// the name of a deleted one has another time.
    public Optional<Instant> created(String name) {
        try {
            return Optional.of(Files.readAttributes(folder(name), BasicFileAttributes.class)
                    .creationTime()
                    .toInstant());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// A snapshot of a gallery, for measurements that need its vectors. The caller closes it.
    public GallerySnapshot snapshot(String name) {
        return directory.open(name).snapshot();
    }

    /// The calibration of a gallery, if its model has one.
    public Optional<Calibration> calibration(String name) {
        EmbedderStamp embedder = directory.open(name).embedder();
        return Optional.ofNullable(calibrations.forGallery(name, embedder).calibration());
    }

    /// The scale of a gallery's qualities: its calibration's, else that of the model's manifest.
    public QualityScale qualityScale(String name) {
        return calibrations.forGallery(name, directory.open(name).embedder()).scale();
    }

    /// The id of the model of a gallery's vectors.
    public String embedder(String name) {
        return directory.open(name).embedder().id();
    }

    /// Checks that an explicitly requested embedder is the gallery's own. A gallery that does not exist yet
    /// accepts any embedder.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE`
    public void requireEmbedder(String name, String embedder) {
        if (!directory.exists(name)) {
            return;
        }
        String own = embedder(name);
        if (!own.equals(embedder)) {
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "gallery %s is under the embedder %s, got: %s".formatted(name, own, embedder),
                    ErrorFacts.ofRemedies(new Remedy.ReembedGallery(name, embedder)));
        }
    }

    /// The stamp of the embedder of a gallery; for a gallery that does not exist yet, that of the configured
    /// one.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if the installed model has other weights than the
    ///     gallery's; the errors of the models
    EmbedderStamp stampFor(String name) {
        if (!directory.exists(name)) {
            return models.defaultStamp();
        }
        EmbedderStamp stamp = directory.open(name).embedder();
        requireSameModel(name, stamp);
        return stamp;
    }

    /// Rejects a model with the same name but other weights, whose vectors are not comparable.
    private void requireSameModel(String name, EmbedderStamp stamp) {
        EmbedderStamp installed = models.stamp(stamp.id());
        if (!installed.equals(stamp)) {
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "gallery %s was made by %s; the model of that name here is %s".formatted(name, stamp, installed),
                    ErrorFacts.ofRemedies(
                            new Remedy.RestoreWeights(stamp.id()), new Remedy.ReembedGallery(name, stamp.id())));
        }
    }

    private GalleryDetails detailsWithoutQuality(String name) {
        try (GallerySnapshot snapshot = snapshot(name)) {
            return details(name, snapshot, null);
        }
    }

    private GalleryDetails details(String name, GallerySnapshot snapshot, GalleryDetails.@Nullable Quality quality) {
        GalleryStatistics statistics = snapshot.statistics();
        EmbedderStamp stamp = snapshot.embedder();
        return new GalleryDetails(
                name,
                stamp.id(),
                stamp.dimension(),
                stamp.sha256(),
                statistics.photos(),
                statistics.photosWithoutFace(),
                statistics.faces(),
                statistics.people(),
                statistics.bytes(),
                backups.last(name).orElse(null),
                quality);
    }
}
