package dev.likeness.engine.backup;

import dev.likeness.support.Json;
import dev.likeness.support.TextLimits;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;

/// What a backup holds. Components are keys of the JSON form.
///
/// @param format 2
/// @param gallery the gallery's name when it was backed up
/// @param created when it was backed up
/// @param content how much of what it holds
/// @param files of the gallery
record BackupManifest(int format, String gallery, Instant created, Content content, List<StoredFile> files) {
    /// Its name in a ZIP file.
    static final String NAME = "manifest.json";

    /// No other format is read.
    static final int FORMAT = 2;

    static final int MAX_BYTES = 32 << 20;

    /// @param embedder id of the model
    record Content(int photos, int faces, int people, String embedder) {
        Content {
            Objects.requireNonNull(embedder);
        }
    }

    /// A file of the gallery.
    ///
    /// @param sha256 64 lower-case hex digits
    record StoredFile(String name, long bytes, String sha256) {
        StoredFile {
            Objects.requireNonNull(name);
            if (!Objects.requireNonNull(sha256).matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("sha256 must be 64 hex digits");
            }
        }
    }

    BackupManifest {
        Objects.requireNonNull(gallery);
        Objects.requireNonNull(created);
        Objects.requireNonNull(content);
        files = List.copyOf(files);
    }

    byte[] json() {
        return Json.bytes(this);
    }

    long bytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    /// What users see of it.
    ///
    /// @param id of the backup
    BackupDetails details(String id, boolean encrypted) {
        return new BackupDetails(
                id,
                gallery,
                created,
                encrypted,
                files.size(),
                bytes(),
                content.photos(),
                content.faces(),
                content.people(),
                content.embedder());
    }

    /// @throws ZipException if it is not a manifest of this format, or its files cannot be those of a gallery
    static BackupManifest parse(byte[] json) throws ZipException {
        BackupManifest manifest;
        try {
            manifest = TextLimits.json().readValue(json, BackupManifest.class);
        } catch (JacksonException e) {
            throw new ZipException(NAME + " must be the manifest of a backup, got: " + firstLine(e));
        }
        if (manifest == null || manifest.format() != FORMAT) {
            throw new ZipException("%s must have format %d, got: %s"
                    .formatted(NAME, FORMAT, manifest == null ? "null" : manifest.format()));
        }
        Set<String> names = new HashSet<>();
        for (StoredFile file : manifest.files()) {
            if (!GalleryFiles.isName(file.name())) {
                throw new ZipException(NAME + " names a file that is no file of a gallery");
            }
            if (!names.add(file.name())) {
                throw new ZipException(file.name() + " is there twice");
            }
        }
        return manifest;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
