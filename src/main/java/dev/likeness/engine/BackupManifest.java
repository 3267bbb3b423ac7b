package dev.likeness.engine;

import dev.likeness.support.Json;
import dev.likeness.support.TextLimits;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;

/// What a backup holds, as the entry `manifest.json` of its ZIP file. Components are keys of the JSON form.
///
/// @param format 1
/// @param gallery the gallery's name when it was backed up
/// @param created when it was backed up
/// @param files the other entries
record BackupManifest(int format, String gallery, Instant created, List<StoredFile> files) {
    static final String NAME = "manifest.json";

    /// No other format is read.
    static final int FORMAT = 1;

    static final int MAX_BYTES = 32 << 20;

    /// A file of the gallery.
    ///
    /// @param sha256 64 lower-case hex digits
    record StoredFile(String name, long bytes, String sha256) {
        StoredFile {
            Objects.requireNonNull(name);
            Objects.requireNonNull(sha256);
        }
    }

    BackupManifest {
        Objects.requireNonNull(gallery);
        Objects.requireNonNull(created);
        files = List.copyOf(files);
    }

    byte[] json() {
        return Json.bytes(this);
    }

    /// @throws ZipException if it is not a manifest of this format
    static BackupManifest parse(byte[] json) throws ZipException {
        try {
            BackupManifest manifest = TextLimits.json().readValue(json, BackupManifest.class);
            if (manifest == null || manifest.format() != FORMAT) {
                throw new ZipException("%s must have format %d, got: %s"
                        .formatted(NAME, FORMAT, manifest == null ? "null" : manifest.format()));
            }
            return manifest;
        } catch (JacksonException e) {
            throw new ZipException(NAME + " must be the manifest of a backup, got: " + firstLine(e));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
