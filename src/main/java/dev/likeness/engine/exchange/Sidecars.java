package dev.likeness.engine.exchange;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.support.RegularFile;
import dev.likeness.xmp.XmpDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the XMP files beside photos. For `photo.jpg`, the file `photo.jpg.xmp` (digiKam, darktable) takes
/// precedence over `photo.xmp` (Lightroom), because only the first names the photo unambiguously. The second
/// is only used if no other picture of the folder would share it, such as `photo.png`. A raw file beside its
/// JPEG counts as the same picture.
///
/// The listing of the last folder is cached. Not safe for use by several threads.
final class Sidecars {
    private static final String EXTENSION = ".xmp";

    private @Nullable Path listed;
    /// The listed folder's sidecars by name, with the extension in lower case.
    private final Map<String, Path> sidecars = new HashMap<>();
    /// The same with the whole name in lower case.
    private final Map<String, Path> sidecarsInLowerCase = new HashMap<>();
    /// File names without extension, of pictures in the listed folder.
    private final Set<String> pictures = new HashSet<>();
    private final Set<String> sharedNames = new HashSet<>();
    /// Names and names without extension in lower case, and which of them several pictures have.
    private final Set<String> inLowerCase = new HashSet<>();
    private final Set<String> sharedInLowerCase = new HashSet<>();

    /// The sidecars of a photo, in order of precedence. Names may differ in capitals, unless that would give
    /// two pictures one sidecar.
    List<Path> of(Path photo) {
        Path folder = photo.getParent();
        Path name = photo.getFileName();
        if (folder == null || name == null) {
            return List.of();
        }
        list(folder);
        List<Path> found = new ArrayList<>();
        sidecar(name.toString()).ifPresent(found::add);
        String stem = stem(name.toString());
        if (!sharedNames.contains(stem)) {
            sidecar(stem).ifPresent(found::add);
        }
        return found;
    }

    /// @param name of the sidecar without its extension
    private Optional<Path> sidecar(String name) {
        Path exact = sidecars.get(name + EXTENSION);
        String lower = name.toLowerCase(Locale.ROOT);
        return exact != null || sharedInLowerCase.contains(lower)
                ? Optional.ofNullable(exact)
                : Optional.ofNullable(sidecarsInLowerCase.get(lower + EXTENSION));
    }

    /// Parses a sidecar.
    ///
    /// @throws LikenessException `IO_FAILED` if it cannot be read, `INVALID_ARGUMENT` if it is not XMP
    static XmpDocument read(Path sidecar) {
        try (InputStream file = RegularFile.stream(sidecar)) {
            return XmpDocument.parse(file.readNBytes(XmpDocument.MAX_BYTES + 1));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, RegularFile.reason(e), e);
        }
    }

    /// The path of a new sidecar for a photo without one.
    static Path fresh(Path photo) {
        return photo.resolveSibling(photo.getFileName() + EXTENSION);
    }

    private void list(Path folder) {
        if (folder.equals(listed)) {
            return;
        }
        listed = folder;
        sidecars.clear();
        sidecarsInLowerCase.clear();
        pictures.clear();
        sharedNames.clear();
        inLowerCase.clear();
        sharedInLowerCase.clear();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.toLowerCase(Locale.ROOT).endsWith(EXTENSION)) {
                    String stem = stem(name);
                    sidecars.merge(stem + EXTENSION, entry, Sidecars::better);
                    sidecarsInLowerCase.merge(stem.toLowerCase(Locale.ROOT) + EXTENSION, entry, Sidecars::better);
                } else if (isPhoto(entry)) {
                    addPicture(name);
                }
            }
        } catch (NoSuchFileException _) {
            // A missing folder has no sidecars.
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private void addPicture(String name) {
        String stem = stem(name);
        if (!pictures.add(stem)) {
            sharedNames.add(stem);
        }
        for (String lower : new String[] {name.toLowerCase(Locale.ROOT), stem.toLowerCase(Locale.ROOT)}) {
            if (!inLowerCase.add(lower)) {
                sharedInLowerCase.add(lower);
            }
        }
    }

    /// Of two sidecars whose names differ in capitals only, the one with a small extension.
    private static Path better(Path one, Path other) {
        boolean isSmall = one.toString().endsWith(EXTENSION);
        boolean otherIsSmall = other.toString().endsWith(EXTENSION);
        if (isSmall != otherIsSmall) {
            return isSmall ? one : other;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    /// A RAW file is part of the same shot as a JPEG of its name, so both share the sidecar.
    private static boolean isPhoto(Path file) {
        return ImageFormat.hasImageExtension(file) && !ImageFormat.hasRawExtension(file);
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
