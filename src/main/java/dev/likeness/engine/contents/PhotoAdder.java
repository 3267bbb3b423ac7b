package dev.likeness.engine.contents;

import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.metadata.FileNameTime;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Adds analysed photos to a gallery, each call in one commit.
public final class PhotoAdder {
    private final Gallery gallery;

    PhotoAdder(Gallery gallery) {
        this.gallery = gallery;
    }

    /// Writes a photo that has a file, with all its faces and a preview. The caller commits.
    ///
    /// @param paths the photo's paths with their modification times
    /// @param files the file at each path
    public static void put(
            GalleryWriter writer, AnalysedPhoto photo, Map<String, Instant> paths, Map<String, StoredFile> files) {
        writer.put(stored(photo, paths, files), faces(photo, allFaces(photo)), photo.preview());
    }

    private static List<Integer> allFaces(AnalysedPhoto photo) {
        return IntStream.range(0, photo.embeddings().size()).boxed().toList();
    }

    /// A photo as it is stored.
    public static StoredPhoto stored(AnalysedPhoto photo, Map<String, Instant> paths, Map<String, StoredFile> files) {
        return new StoredPhoto(
                photo.id(),
                new TreeMap<>(paths),
                photo.width(),
                photo.height(),
                captureTime(photo, paths),
                photo.located().bytes(),
                photo.located().format(),
                photo.located().fingerprint(),
                photo.located().turns(),
                new TreeMap<>(files),
                List.of());
    }

    /// All faces of a photo as they are stored.
    public static List<NewFace> faces(AnalysedPhoto photo) {
        return faces(photo, allFaces(photo));
    }

    /// @param ordinals indices of the faces in [AnalysedPhoto#faces()]
    private static List<NewFace> faces(AnalysedPhoto photo, Collection<Integer> ordinals) {
        return ordinals.stream()
                .map(i -> new NewFace(
                        new Face(
                                new FaceId(photo.id(), i),
                                photo.detections().get(i),
                                photo.embeddings().get(i)),
                        photo.crop(i)))
                .toList();
    }

    /// The photo's own time, or one in the name of a file.
    private static @Nullable CaptureTime captureTime(AnalysedPhoto photo, Map<String, Instant> paths) {
        CaptureTime own = photo.located().captureTime();
        return own != null
                ? own
                : paths.keySet().stream()
                        .sorted()
                        .map(path -> FileNameTime.parse(path.substring(path.lastIndexOf('/') + 1)))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null);
    }

    /// Adds photos. A photo that the gallery already has only gets the new name, and the metadata
    /// of the file.
    ///
    /// @return the ids of the photos that are new
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if one was analysed with another model
    Set<PhotoId> add(List<NewPhoto> photos) {
        Set<PhotoId> added = new HashSet<>();
        Set<PhotoId> seen = new HashSet<>();
        write(writer -> {
            try (GallerySnapshot before = gallery.snapshot()) {
                for (NewPhoto photo : photos) {
                    requireSameEmbedder(photo.photo());
                    // A copy within one request needs no second name.
                    if (seen.add(photo.photo().id()) && add(writer, before, photo.keepFile())) {
                        added.add(photo.photo().id());
                    }
                }
            }
        });
        return added;
    }

    /// Adds one photo; true if it is new.
    private static boolean add(GalleryWriter writer, GallerySnapshot before, NewPhoto added) {
        AnalysedPhoto photo = added.photo();
        Optional<StoredPhoto> stored = before.photo(photo.id())
                .filter(there -> there.id().equals(photo.id()))
                .or(() -> knownByFile(before, photo));
        if (stored.isPresent()) {
            renew(writer, stored.get(), added);
            return false;
        }
        // Who sends a photo for its faces alone does not expect that the picture is kept.
        writer.put(
                stored(photo, Map.of(added.name(), added.modified()), Map.of(added.name(), file(photo))),
                faces(photo),
                added.hasFile() ? photo.preview() : null);
        return true;
    }

    /// The photo that the gallery knows by the hash of its file, as galleries did before.
    private static Optional<StoredPhoto> knownByFile(GallerySnapshot before, AnalysedPhoto photo) {
        PhotoId id = PhotoId.ofFile(photo.located().file());
        return before.photo(id).filter(there -> there.id().equals(id));
    }

    private static StoredFile file(AnalysedPhoto photo) {
        return new StoredFile(photo.located().file(), photo.located().bytes());
    }

    /// Stores the name and the metadata of a file of a known photo.
    private static void renew(GalleryWriter writer, StoredPhoto stored, NewPhoto added) {
        AnalysedPhoto photo = added.photo();
        StoredPhoto named = stored.withId(photo.id()).withFile(added.name(), added.modified(), file(photo));
        PhotoRenewal.of(stored, named, metadata(added), photo.located().bytes())
                .write(writer, () -> Optional.of(photo), added.hasFile());
    }

    private static PhotoMetadata metadata(NewPhoto added) {
        AnalysedPhoto photo = added.photo();
        return new PhotoMetadata(
                photo.located().turns().stated(), captureTime(photo, Map.of(added.name(), added.modified())));
    }

    /// Adds some faces of a photo to those that are already stored, and the photo's name.
    ///
    /// @param ordinals indices of the faces in [AnalysedPhoto#faces()]
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if it was analysed with another model
    void addFaces(NewPhoto added, Set<Integer> ordinals) {
        AnalysedPhoto photo = added.photo();
        write(writer -> {
            requireSameEmbedder(photo);
            try (GallerySnapshot before = gallery.snapshot()) {
                Optional<StoredPhoto> there =
                        before.photo(photo.id()).filter(known -> known.id().equals(photo.id()));
                Optional<StoredPhoto> old = there.isPresent() ? Optional.empty() : knownByFile(before, photo);
                Optional<StoredPhoto> known = there.or(() -> old.map(one -> one.withId(photo.id())));
                StoredPhoto named = named(known, added);
                Optional<PhotoRenewal> renewal = there.or(() -> old)
                        .map(one -> PhotoRenewal.of(
                                one, named, metadata(added), photo.located().bytes()));
                if (renewal.filter(PhotoRenewal::isTurned).isPresent()) {
                    renewal.get().writeTurned(writer, faces(photo, ordinals), null);
                    return;
                }
                renewal.ifPresent(one -> one.write(writer, Optional::empty, false));
                Set<Integer> stored = before
                        .faces(old.or(() -> there).map(StoredPhoto::id).orElse(photo.id()))
                        .stream()
                        .map(face -> face.face().id().ordinal())
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<Integer> all = new TreeSet<>(stored);
                all.addAll(ordinals);
                if (known.isEmpty() || !all.equals(stored)) {
                    // Another detector may have found more faces.
                    all.removeIf(ordinal -> ordinal >= photo.embeddings().size());
                    // Who sends a photo for its faces alone does not expect that the picture is kept.
                    writer.put(renewal.map(PhotoRenewal::after).orElse(named), faces(photo, all), null);
                }
            }
        });
    }

    /// A photo under its new name. Of the names that callers gave, only the latest counts.
    private static StoredPhoto named(Optional<StoredPhoto> known, NewPhoto added) {
        AnalysedPhoto photo = added.photo();
        StoredPhoto named = known.orElseGet(
                        () -> stored(photo, Map.of(added.name(), added.modified()), Map.of(added.name(), file(photo))))
                .withFile(added.name(), added.modified(), file(photo));
        if (added.name().startsWith(NewPhoto.LABEL)) {
            Map<String, Instant> paths = new TreeMap<>(named.paths());
            paths.keySet().removeIf(path -> path.startsWith(NewPhoto.LABEL) && !path.equals(added.name()));
            return named.withPaths(paths);
        }
        return named;
    }

    private void write(Consumer<GalleryWriter> work) {
        try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
            try {
                work.accept(writer);
            } catch (RuntimeException e) {
                writer.rollback();
                throw e;
            }
        }
    }

    private void requireSameEmbedder(AnalysedPhoto photo) {
        String own = gallery.embedder().id();
        if (!photo.embedder().equals(own)) {
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "a photo must be analysed with the gallery's embedder %s, got: %s"
                            .formatted(own, photo.embedder()));
        }
    }
}
