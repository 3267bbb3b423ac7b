package dev.likeness.engine.ingest.walk;

import dev.likeness.image.header.ImageFormat;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the files of a photo library are that do not have the extension of a photo. Most are told by their
/// extension. Of the others the first bytes are read, and no more.
final class OtherFiles {
    static final String VIDEO = "video";

    private static final int HEAD_BYTES = 64;

    private static final Set<String> VIDEOS = Set.of(
            "mp4", "m4v", "mov", "qt", "avi", "mkv", "webm", "3gp", "3g2", "mpg", "mpeg", "mts", "m2ts", "wmv", "flv",
            "vob", "ogv", "insv", "lrv");

    /// Pictures of formats that are not read, with what to call them.
    private static final Map<String, String> PICTURES = Map.ofEntries(
            Map.entry("svg", "SVG drawing"),
            Map.entry("svgz", "SVG drawing"),
            Map.entry("eps", "PostScript drawing"),
            Map.entry("ai", "Illustrator drawing"),
            Map.entry("ico", "icon"),
            Map.entry("xcf", "GIMP picture"),
            Map.entry("kra", "Krita picture"),
            Map.entry("exr", "OpenEXR picture"),
            Map.entry("hdr", "Radiance picture"),
            Map.entry("tga", "Targa picture"),
            Map.entry("pcx", "PCX picture"),
            Map.entry("ppm", "Netpbm picture"),
            Map.entry("pgm", "Netpbm picture"),
            Map.entry("pnm", "Netpbm picture"),
            Map.entry("dcm", "DICOM picture"),
            Map.entry("djvu", "DjVu document"));

    /// What libraries hold besides photos, and programs write beside them.
    private static final Set<String> NO_PICTURES = Set.of(
            "txt", "md", "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "zip", "gz",
            "tgz", "tar", "bz2", "xz", "7z", "rar", "iso", "mp3", "m4a", "wav", "flac", "ogg", "opus", "aac", "wma",
            "json", "jsonl", "xml", "html", "htm", "css", "js", "ini", "db", "sqlite", "log", "url", "lnk", "exe",
            "dll", "so", "class", "jar", "java", "py", "c", "h", "cpp", "sh", "yaml", "yml", "toml", "plist", "lrcat",
            "cat", "bak", "tmp", "part", "srt", "gpx", "kml", "onnx", "npy");

    /// Metadata of photos that programs write beside them: of Adobe, Apple, RawTherapee and DxO.
    private static final Set<String> SIDECARS = Set.of("xmp", "aae", "pp3", "dop");

    private OtherFiles() {}

    /// What a file is that may be a photo.
    sealed interface Kind {
        /// The content is a picture, whatever the name is.
        record Photo() implements Kind {}

        /// A picture or video that is not read.
        ///
        /// @param name what to call one
        record NotRead(String name) implements Kind {}

        /// Metadata of a photo, beside it.
        record Sidecar() implements Kind {}

        /// Anything else.
        record Other() implements Kind {}
    }

    static Kind of(Path file) {
        String extension = ImageFormat.extension(file);
        if (VIDEOS.contains(extension)) {
            return new Kind.NotRead(VIDEO);
        }
        String picture = PICTURES.get(extension);
        if (picture != null) {
            return new Kind.NotRead(picture);
        }
        if (SIDECARS.contains(extension)) {
            return new Kind.Sidecar();
        }
        return NO_PICTURES.contains(extension) ? new Kind.Other() : byContent(file);
    }

    private static Kind byContent(Path file) {
        byte[] head;
        try (InputStream in = RegularFile.stream(file)) {
            head = in.readNBytes(HEAD_BYTES);
        } catch (IOException _) {
            return new Kind.Other();
        }
        Optional<ImageFormat> format = ImageFormat.sniff(head);
        if (format.isPresent()) {
            return new Kind.Photo();
        }
        return ImageFormat.isVideo(head) ? new Kind.NotRead(VIDEO) : new Kind.Other();
    }
}
