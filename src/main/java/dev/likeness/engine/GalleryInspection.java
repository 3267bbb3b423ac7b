package dev.likeness.engine;

import dev.likeness.calibration.Calibration;
import dev.likeness.engine.contents.GalleryTags;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.GalleryCheck.Finding;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.scoring.Calibrations;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks and repairs a gallery: its index, its calibration, and whether the model is there that made it.
record GalleryInspection(String gallery, GalleryDirectory directory, Models models) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    GalleryCheck check() {
        return withCompanions(directory.check(gallery));
    }

    /// Repairs everything that was found. A damaged calibration and damaged tags are kept aside under other names.
    GalleryCheck repair(@Nullable Integer generation) {
        if (calibrationProblem(calibrationFile()) != null) {
            keepAside(calibrationFile());
        }
        if (!tags().isReadable()) {
            keepAside(tags().file());
        }
        GalleryCheck repaired = directory.repair(gallery, generation);
        if (repaired.live() != null && !repaired.findings().isEmpty()) {
            // The pointer was repaired first, and what it names is damaged as well.
            repaired = directory.repair(gallery, null);
        }
        return withCompanions(repaired);
    }

    private static void keepAside(Path file) {
        try {
            AtomicFile.move(
                    file,
                    file.resolveSibling("damaged-%s-%s".formatted(file.getFileName(), STAMP.format(Instant.now()))));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot rename " + file, e);
        }
    }

    private GalleryTags tags() {
        return new GalleryTags(gallery, directory.folderOf(gallery));
    }

    private @Nullable String companionProblem(@Nullable String calibration) {
        if (calibration != null) {
            return Calibrations.FILE + ": " + calibration;
        }
        return tags().isReadable() ? null : GalleryTags.FILE + ": " + GalleryTags.UNREADABLE;
    }

    private GalleryCheck withCompanions(GalleryCheck check) {
        List<Finding> findings = new ArrayList<>(check.findings());
        List<String> notes = new ArrayList<>(check.notes());
        String calibration = calibrationProblem(calibrationFile());
        if (calibration != null) {
            findings.add(new Finding(
                    Calibrations.FILE, calibration, "keeps it aside; the calibration of the model is used instead"));
        }
        if (!tags().isReadable()) {
            // The gallery works without them.
            findings.add(new Finding(
                    GalleryTags.FILE, GalleryTags.UNREADABLE, "keeps it aside; the gallery has no tags then"));
        }
        if (check.live() != null && check.problem() == null) {
            modelNote().ifPresent(notes::add);
        }
        return new GalleryCheck(
                check.gallery(),
                check.problem() == null ? companionProblem(calibration) : check.problem(),
                check.live(),
                check.repairWith(),
                check.generations(),
                findings,
                check.omittedFindings(),
                notes);
    }

    private Path calibrationFile() {
        return directory.folderOf(gallery).resolve(Calibrations.FILE);
    }

    /// What is wrong with the gallery's own calibration; null if it is whole or there is none.
    private static @Nullable String calibrationProblem(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            Calibration.read(file);
            return null;
        } catch (LikenessException e) {
            return e.getMessage().replace(file + ": ", "");
        }
    }

    /// The gallery can be read without its model, but nothing can be added.
    private Optional<String> modelNote() {
        EmbedderStamp stamp = directory.open(gallery).embedder();
        try {
            EmbedderStamp installed = models.stamp(stamp.id());
            return installed.equals(stamp)
                    ? Optional.empty()
                    : Optional.of("the installed model %s has other weights than the gallery's".formatted(stamp.id()));
        } catch (LikenessException e) {
            return Optional.of("the gallery's model %s cannot be used: %s".formatted(stamp.id(), e.getMessage()));
        }
    }
}
