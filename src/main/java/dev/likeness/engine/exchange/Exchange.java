package dev.likeness.engine.exchange;

import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.PeopleImport;
import dev.likeness.face.Assignment;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageReader;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.MatchScorer;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.DurableFolders;
import dev.likeness.support.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Import and export of people data between a gallery and other programs: face regions in XMP, and a people
/// file. Photos are only read.
///
/// An import records its data like a user's assertions, all in one event, which `undo` reverses.
/// Contradicting assertions of users take precedence, and the import reports them.
public final class Exchange {
    private final String name;
    private final Gallery gallery;
    private final PeopleEditor editor;
    private final ImageReader reader;
    private final DrawnFaceStore drawnFaces;
    private final Function<EmbedderStamp, MatchScorer> scorers;

    /// @param scorers tells the quality of faces
    public Exchange(
            String name,
            Gallery gallery,
            PeopleEditor editor,
            ImageReader reader,
            DrawnFaceStore drawnFaces,
            Function<EmbedderStamp, MatchScorer> scorers) {
        this.name = name;
        this.gallery = gallery;
        this.editor = editor;
        this.reader = reader;
        this.drawnFaces = drawnFaces;
        this.scorers = scorers;
    }

    /// Imports the names of face regions from sidecars and from the photos themselves.
    ///
    /// @param roots photos or folders of photos of the gallery; empty for all
    /// @param dryRun whether to change nothing
    /// @param cancelled polled between photos; once true, nothing is changed
    /// @throws LikenessException `NOT_FOUND` if no photo of the gallery is below the roots; `GALLERY_LOCKED`.
    ///     A problem with one photo or sidecar is a warning, not an exception
    public ImportSummary importRegions(
            List<Path> roots, boolean dryRun, ExchangeListener listener, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            RegionImport regions = new RegionImport(snapshot, reader);
            boolean completed = regions.run(roots, listener, cancelled);
            PeopleImport names = regions.people();
            Long event = completed && !dryRun && !names.isEmpty()
                    ? editor.importPeople(names).event()
                    : null;
            return regions.summary(name, seconds(start), event, dryRun, completed);
        }
    }

    /// Exports named faces as face regions to sidecars. A face too poor to name is left out, or has no name,
    /// unless a user confirmed its person.
    ///
    /// @param roots photos or folders of photos of the gallery; empty for all
    /// @param output the folder below which the photos' tree is mirrored; null to write beside the photos
    /// @param all whether to export faces without a name, too
    /// @param dryRun whether to write nothing
    /// @param cancelled polled between photos; files written by then stay
    /// @throws LikenessException `NOT_FOUND` if no photo of the gallery is below the roots. A problem with
    ///     one photo or sidecar is a warning, not an exception
    public ExportSummary exportRegions(
            List<Path> roots,
            @Nullable Path output,
            boolean all,
            boolean dryRun,
            ExchangeListener listener,
            BooleanSupplier cancelled) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            float minMagnitude = scorers.apply(snapshot.embedder()).minMagnitude(Assignment.SUGGESTED_BELOW_QUALITY);
            return new RegionExport(snapshot, reader, output, all, dryRun, minMagnitude)
                    .run(name, roots, listener, cancelled);
        }
    }

    /// Exports a people file.
    ///
    /// @param all whether to include people without user data
    /// @return number of exported people
    /// @throws LikenessException `IO_FAILED`
    public int exportPeople(Path file, boolean all) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            PeopleFile written = new PeopleFileExport(snapshot).of(name, all);
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                DurableFolders.create(folder);
            }
            AtomicFile.write(file, (Json.document(written) + "\n").getBytes(StandardCharsets.UTF_8));
            return written.people().size();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /// Imports a people file. Faces that users drew are drawn again where the gallery has the photo's file and
    /// no face. An entry with a wrong value is left out with a warning, and the rest is imported, so that one
    /// name among thousands does not stop the others; `dryRun` shows such entries before.
    ///
    /// @param dryRun whether to change nothing
    /// @throws LikenessException `IO_FAILED`; `INVALID_ARGUMENT` if it is not a people file; `GALLERY_LOCKED`
    public ImportSummary importPeople(Path file, boolean dryRun) {
        long start = System.nanoTime();
        PeopleFileReader reading = new PeopleFileReader(file);
        PeopleFile read = reading.read();
        DrawnFaceImport missing = missingDrawnFaces(read);
        List<FaceId> drawn = dryRun ? List.of() : missing.store(drawnFaces);
        Set<PeopleFile.Place> toDraw = dryRun ? missing.places() : Set.of();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            PeopleFileImport found = new PeopleFileImport(read, file, reading.problems(), snapshot, toDraw, drawn);
            PeopleImport names = found.run();
            Long event = dryRun || names.isEmpty()
                    ? null
                    : editor.importPeople(names).event();
            return found.summary(name, seconds(start), event, dryRun);
        }
    }

    private DrawnFaceImport missingDrawnFaces(PeopleFile file) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new DrawnFaceImport(file, snapshot);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
