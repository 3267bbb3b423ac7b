package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.index.CopyContent;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.LuceneFailures.Subject;
import dev.likeness.support.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The galleries in one directory, each in a folder of its name. [#stage] and [#promote] move a gallery to
/// another model: the next generation is built beside the live one, over several runs if necessary, and
/// replaces it in one step. If the process dies in between, the gallery is intact in its old or its new
/// state.
///
/// Safe for use by several threads; several processes may use one directory.
public final class GalleryDirectory implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Path path;
    private final IndexWriting writing;
    private final Predicate<byte[]> isPicture;
    private final GalleryCopies copies;
    private final DeletedGalleries deleted;

    private final LiveGenerations live = new LiveGenerations();

    private final OpenGalleries galleries;

    private GalleryDirectory(IndexWriting writing, Predicate<byte[]> isPicture) {
        this.path = writing.options().directory();
        this.writing = writing;
        this.isPicture = isPicture;
        this.copies = new GalleryCopies(path);
        this.deleted = new DeletedGalleries(path);
        this.galleries = new OpenGalleries(writing);
        deleted.remove();
    }

    /// Opens the galleries in the options' directory. Deletions that an earlier process did not finish are
    /// finished.
    public static GalleryDirectory of(IndexOptions options) {
        return of(options, LuceneGallery.EXACT_FACES);
    }

    /// Opens the galleries in the options' directory, to check their pictures as well.
    ///
    /// @param isPicture whether the bytes of a face's crop can be decoded
    public static GalleryDirectory of(IndexOptions options, Predicate<byte[]> isPicture) {
        return new GalleryDirectory(new IndexWriting(options, LuceneGallery.EXACT_FACES), isPicture);
    }

    /// Opens the galleries in the options' directory with another limit for exact search.
    ///
    /// @param exactFaces maximum number of faces that a search compares one by one
    public static GalleryDirectory of(IndexOptions options, int exactFaces) {
        return new GalleryDirectory(new IndexWriting(options, exactFaces), crop -> crop.length > 0);
    }

    /// The folder of a gallery's files, whether the gallery exists or not.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the name violates its rule
    public Path folderOf(String name) {
        return folder(name).path();
    }

    /// Whether a gallery with this name exists, sound or damaged.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the name violates its rule; `IO_FAILED`
    public boolean exists(String name) {
        GalleryFolder folder = folder(name);
        return LuceneFailures.translated(what(name), folder::isGallery);
    }

    /// The names of the existing galleries, sorted, with those that are damaged. Other files and folders are
    /// passed over.
    ///
    /// @throws LikenessException `IO_FAILED` if the directory cannot be read
    public List<String> names() {
        return LuceneFailures.translated("gallery directory " + path, () -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (NAME.matcher(name).matches()
                            && Files.isDirectory(entry)
                            && new GalleryFolder(name, entry).isGallery()) {
                        names.add(name);
                    }
                }
            } catch (NoSuchFileException _) {
                return List.of();
            }
            names.sort(null);
            return List.copyOf(names);
        });
    }

    /// Creates a new, empty gallery.
    ///
    /// @param name a letter or digit, then up to 63 letters, digits, dots, underscores or hyphens, all lower
    ///     case
    /// @param embedder the model whose vectors the gallery will hold
    /// @throws LikenessException `ALREADY_EXISTS`; `INVALID_ARGUMENT` if the name violates its rule;
    ///     `GALLERY_LOCKED` if another process is creating it; `IO_FAILED`
    public synchronized Gallery create(String name, EmbedderStamp embedder) {
        GalleryFolder folder = folder(name);
        return LuceneFailures.translated(what(name), () -> {
            folder.create(embedder);
            PrivateFiles.createFolder(folder.path());
            deleted.remove();
            return gallery(name);
        });
    }

    /// The gallery with this name. Each call returns the same gallery.
    ///
    /// @throws LikenessException `NOT_FOUND`, naming the existing galleries; `INVALID_ARGUMENT` if the name
    ///     violates its rule; `IO_FAILED` or `GALLERY_CORRUPT`
    public synchronized Gallery open(String name) {
        GalleryFolder folder = folder(name);
        return LuceneFailures.translated(what(name), () -> {
            int current = settled(folder);
            if (live.hasFormer(folder, current)) {
                folder.removeFormer(current);
            }
            return gallery(name);
        });
    }

    /// Opens the gallery with this name, or creates it if it does not exist.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if it holds another model's vectors; else as [#open]
    ///     and [#create]
    public synchronized Gallery openOrCreate(String name, EmbedderStamp embedder) {
        GalleryFolder folder = folder(name);
        return LuceneFailures.translated(what(name), () -> {
            if (!folder.isGallery()) {
                return create(name, embedder);
            }
            Gallery gallery = open(name);
            LuceneGallery.requireEmbedder(
                    name, folder.requireCommit(current(folder)).embedder(), embedder);
            return gallery;
        });
    }

    /// The next generation of a gallery, to be filled and then promoted. If a generation for the same model
    /// exists, this method returns it as of its last commit, so that the work can continue. A generation for
    /// another model stays beside it until one of them is promoted. The live gallery does not change. The new
    /// generation may use the person ids of the live gallery, because they are the same people; new people
    /// get new ids.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if the name violates its rule; `IO_FAILED`
    ///     or `GALLERY_CORRUPT`
    public synchronized Gallery stage(String name, EmbedderStamp embedder) {
        GalleryFolder folder = folder(name);
        return LuceneFailures.translated(what(name), () -> {
            int current = current(folder);
            folder.removeFormer(current);
            OptionalInt begun = folder.staged(current, embedder);
            int number = begun.isPresent()
                    ? begun.getAsInt()
                    : folder.stage(CommitData.building(
                            embedder, folder.requireCommit(current).nextPersonId()));
            return stagedGallery(folder, number);
        });
    }

    /// Replaces the live generation by the one staged for this embedder and removes the old one. Open
    /// snapshots still show the old generation; from then on [Gallery#snapshot()] shows the new one, in every
    /// process.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no gallery or no staged generation; `GALLERY_LOCKED`
    ///     if a writer has either generation open; `INVALID_ARGUMENT` if the name violates its rule;
    ///     `IO_FAILED` or `GALLERY_CORRUPT`
    public void promote(String name, EmbedderStamp embedder) {
        GalleryFolder folder = folder(name);
        abortMerges(name);
        alone(name, () -> {
            int current = current(folder);
            int staged = folder.staged(current, embedder)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "gallery %s has no staged generation to promote".formatted(name)));
            new Promotion(folder, current, staged).run();
            folder.removeFormer(staged);
        });
    }

    /// Deletes a gallery with all its data. Open snapshots stay readable.
    ///
    /// @throws LikenessException `NOT_FOUND`, naming the existing galleries; `GALLERY_LOCKED` if a writer has
    ///     it open; `INVALID_ARGUMENT` if the name violates its rule; `IO_FAILED`
    public void delete(String name) {
        GalleryFolder folder = folder(name);
        abortMerges(name);
        alone(name, () -> {
            // A damaged gallery is repaired first, so that nothing is deleted that nobody could look at.
            current(folder);
            for (int generation : folder.shape().generations()) {
                folder.requireUnlocked(generation);
            }
            galleries.remove(name);
            deleted.hide(folder);
            deleted.remove();
            copies.removeAbandoned();
        });
    }

    /// Copies the last committed files of a gallery to another folder, whoever writes to it. It uses links
    /// where the file system supports them, so it is fast. Files of an index never change, so the copy stays
    /// consistent.
    ///
    /// @param to an empty folder; the copy is only fast on the same file system
    /// @throws LikenessException `NOT_FOUND`; `IO_FAILED`
    public void copy(String name, Path to) {
        GalleryFolder folder = folder(name);
        LuceneFailures.translating(what(name), () -> copies.copy(folder, () -> current(folder), to));
    }

    /// Creates a gallery from the files of a copy. The files are moved into place after all their checksums
    /// are verified.
    ///
    /// @param from a folder as [#copy] makes it, on the galleries' file system
    /// @throws LikenessException `ALREADY_EXISTS`; `BACKUP_INVALID` if the files are not a complete gallery;
    ///     `GALLERY_INCOMPATIBLE` if a newer version wrote them; `INVALID_ARGUMENT` if the name violates its
    ///     rule; `IO_FAILED`
    public synchronized void adopt(String name, Path from) {
        GalleryFolder folder = folder(name);
        LuceneFailures.translating(what(name), () -> {
            folder.requireVacant();
            copies.verify(new GalleryFolder(name, from));
            PrivateFiles.createFolder(from);
            folder.adopt(from);
        });
    }

    /// Checks the files of a gallery: CURRENT, every generation with its checksums, and that everything in the
    /// live generation can be read and fits together.
    ///
    /// @throws LikenessException `NOT_FOUND`, naming the existing galleries; `INVALID_ARGUMENT` if the name
    ///     violates its rule; `IO_FAILED`
    public GalleryCheck check(String name) {
        GalleryFolder folder = folder(name);
        return LuceneFailures.translated(what(name), () -> {
            if (!folder.isGallery()) {
                throw noGallery(name);
            }
            return checker(folder).check();
        });
    }

    private GalleryChecker checker(GalleryFolder folder) {
        return new GalleryChecker(folder, new GalleryRebuild(folder, writing, isPicture));
    }

    /// Repairs a gallery. If CURRENT is lost or wrong, it names again the generation that holds the gallery.
    /// If the live generation is damaged, what can be read of it becomes the next generation, and its folder
    /// is kept aside. No file is removed.
    ///
    /// @param generation the generation to use; null for the one that [GalleryCheck#repairWith()] recommends
    /// @return what is left to repair
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if the generation cannot be used;
    ///     `GALLERY_CORRUPT` if no generation can; `GALLERY_LOCKED` while a writer is open; `IO_FAILED`
    public GalleryCheck repair(String name, @Nullable Integer generation) {
        GalleryCheck found = check(name);
        abortMerges(name);
        alone(name, () -> {
            checker(folder(name)).repair(found, generation);
            live.forget(name);
        });
        return check(name);
    }

    /// Aborts merges in the background, which hold the lock of a gallery. Users of other galleries do not wait for
    /// that.
    private void abortMerges(String name) {
        LuceneGallery open;
        synchronized (this) {
            open = galleries.get(name);
        }
        if (open != null) {
            open.abortMerges();
        }
    }

    private synchronized void alone(String name, LuceneFailures.Effect effect) {
        LuceneFailures.translating(what(name), effect);
    }

    /// Verifies all checksums of a copy, without making it a gallery.
    ///
    /// @param folder as [#copy] makes it
    /// @throws LikenessException `BACKUP_INVALID`, `GALLERY_INCOMPATIBLE` or `IO_FAILED`
    public CopyContent verifyCopy(Path folder) {
        return LuceneFailures.translated("copy of a gallery", () -> copies.verify(new GalleryFolder("copy", folder)));
    }

    /// Creates a hidden folder on the galleries' file system for an unfinished copy. The caller removes it.
    ///
    /// @throws LikenessException `IO_FAILED`
    public Path scratch() {
        return LuceneFailures.translated("gallery directory " + path, copies::scratch);
    }

    /// The generations of a gallery that are being built, each as a gallery of its own; a killed process may
    /// have left them.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if the name violates its rule; `IO_FAILED`
    ///     or `GALLERY_CORRUPT`
    public synchronized List<Gallery> staged(String name) {
        GalleryFolder folder = folder(name);
        return LuceneFailures.translated(what(name), () -> {
            int current = current(folder);
            List<Gallery> staged = new ArrayList<>();
            for (int number : folder.shape().generations()) {
                if (number > current) {
                    staged.add(stagedGallery(folder, number));
                }
            }
            return staged;
        });
    }

    private LuceneGallery stagedGallery(GalleryFolder folder, int number) {
        return galleries.staged(folder.name(), number, folder.generation(number));
    }

    /// Removes unfinished copies that dead processes left.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void removeAbandonedCopies() {
        LuceneFailures.translating("gallery directory " + path, copies::removeAbandoned);
    }

    /// Removes unfinished copies of dead processes. Call this before this process makes any copy, because an
    /// earlier process may have had the same id.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void removeScratch() {
        LuceneFailures.translating("gallery directory " + path, copies::removeScratch);
    }

    /// Merges the segments of all galleries in the background while nobody writes to them: those that writers leave
    /// from now on, and those that an earlier process did not come to merge.
    ///
    /// @param log receives a message when a merge begins or fails
    public synchronized void mergeInBackground(Consumer<String> log) {
        galleries.mergeInBackground(this::sound, log);
    }

    /// The galleries that can be opened.
    private List<LuceneGallery> sound() {
        List<LuceneGallery> sound = new ArrayList<>();
        for (String name : names()) {
            try {
                sound.add((LuceneGallery) open(name));
            } catch (LikenessException _) {
                // Damaged or gone.
            }
        }
        return sound;
    }

    /// Closes the files of the galleries. Open snapshots stay readable; writers must be closed before.
    @Override
    public synchronized void close() {
        galleries.close();
    }

    private LuceneGallery gallery(String name) {
        return galleries.live(name, location(new GalleryFolder(name, path.resolve(name))));
    }

    private CommittedReader.Location location(GalleryFolder folder) {
        return new CommittedReader.Location() {
            @Override
            public Path generation() throws IOException {
                return folder.generation(current(folder));
            }

            @Override
            public Path settled() throws IOException {
                return folder.generation(GalleryDirectory.this.settled(folder));
            }
        };
    }

    private int settled(GalleryFolder folder) throws IOException {
        return live.settled(folder).orElseThrow(() -> noGallery(folder.name()));
    }

    private GalleryFolder folder(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "gallery name must match %s, got: \"%s\"".formatted(NAME.pattern(), name));
        }
        return new GalleryFolder(name, path.resolve(name));
    }

    private int current(GalleryFolder folder) throws IOException {
        return live.of(folder).orElseThrow(() -> noGallery(folder.name()));
    }

    private LikenessException noGallery(String name) {
        deleted.remove();
        Path remains = deleted.remains().get(name);
        if (remains != null) {
            return new LikenessException(
                    ErrorCode.IO_FAILED,
                    "gallery %s was deleted, but its files in %s cannot be removed".formatted(name, remains));
        }
        List<String> names = names();
        return new LikenessException(
                ErrorCode.NOT_FOUND,
                "there is no gallery %s in %s, %s"
                        .formatted(
                                name,
                                path.toAbsolutePath().normalize(),
                                names.isEmpty() ? "nor any other" : "only: " + String.join(", ", names)),
                names.isEmpty()
                        ? ErrorFacts.ofRemedies(new Remedy.MakeGallery(name), new Remedy.ChooseGalleries())
                        : ErrorFacts.ofRemedies(new Remedy.ChooseGalleries()));
    }

    private static Subject what(String name) {
        return Subject.gallery(name);
    }
}
