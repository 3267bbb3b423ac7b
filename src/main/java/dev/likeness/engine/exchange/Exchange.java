package dev.likeness.engine.exchange;

import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleImport;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageReader;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.support.Json;
import dev.likeness.support.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a gallery has to say to other programs about who is who, and they to it: face regions in XMP,
/// and a file of people. Photos are only ever read.
///
/// What an import finds is said as by a user, all of it in one event, which `undo` takes back as one.
/// Where a user of Likeness has said otherwise, that stays, and the import says so.
public final class Exchange {
    private final String name;
    private final Gallery gallery;
    private final People people;
    private final ImageReader reader;

    public Exchange(String name, Gallery gallery, People people, ImageReader reader) {
        this.name = name;
        this.gallery = gallery;
        this.people = people;
        this.reader = reader;
    }

    /// Takes over the names of face regions, from sidecars and from the photos themselves.
    ///
    /// @param roots photos or folders of photos of the gallery; empty for all
    /// @param dryRun whether nothing is to be changed
    /// @param cancelled asked between photos; once true, nothing is changed
    /// @throws LikenessException `NOT_FOUND` if no photo of the gallery is below the roots;
    ///     `GALLERY_LOCKED`. What is wrong with one photo or sidecar is a remark, not an exception
    public ImportSummary importRegions(
            List<Path> roots, boolean dryRun, ExchangeListener listener, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            RegionImport regions = new RegionImport(snapshot, reader);
            boolean completed = regions.run(roots, listener, cancelled);
            PeopleImport said = regions.said();
            Long event = completed && !dryRun && !said.isEmpty()
                    ? people.importPeople(said).event()
                    : null;
            return regions.summary(name, seconds(start), event, dryRun, completed);
        }
    }

    /// Writes named faces as face regions into sidecars.
    ///
    /// @param roots photos or folders of photos of the gallery; empty for all
    /// @param output the folder below which the photos' tree is mirrored; null to write beside the
    ///     photos
    /// @param all whether faces without a name become regions, too
    /// @param dryRun whether nothing is to be written
    /// @param cancelled asked between photos; what is written by then stays
    /// @throws LikenessException `NOT_FOUND` if no photo of the gallery is below the roots. What is
    ///     wrong with one photo or sidecar is a remark, not an exception
    public ExportSummary exportRegions(
            List<Path> roots,
            @Nullable Path output,
            boolean all,
            boolean dryRun,
            ExchangeListener listener,
            BooleanSupplier cancelled) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new RegionExport(snapshot, reader, output, all, dryRun).run(name, roots, listener, cancelled);
        }
    }

    /// Writes a file of people.
    ///
    /// @param all whether people stand in it of whom only an algorithm says that they are one
    /// @return how many people stand in it
    /// @throws LikenessException `IO_FAILED`
    public int exportPeople(Path file, boolean all) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            PeopleFile written = new PeopleFileExport(snapshot).of(name, all);
            WholeFile.write(file, (Json.document(written) + "\n").getBytes(StandardCharsets.UTF_8));
            return written.people().size();
        }
    }

    /// Takes over what a file of people says.
    ///
    /// @param dryRun whether nothing is to be changed
    /// @throws LikenessException `IO_FAILED`; `INVALID_ARGUMENT` if it is no such file;
    ///     `GALLERY_LOCKED`
    public ImportSummary importPeople(Path file, boolean dryRun) {
        long start = System.nanoTime();
        PeopleFile read = PeopleFileReader.read(file);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            PeopleFileImport found = new PeopleFileImport(read, file, snapshot);
            PeopleImport said = found.run();
            Long event =
                    dryRun || said.isEmpty() ? null : people.importPeople(said).event();
            return found.summary(name, seconds(start), event, dryRun);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
