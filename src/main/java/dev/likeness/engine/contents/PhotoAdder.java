package dev.likeness.engine.contents;

import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
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
    public static void put(GalleryWriter writer, AnalysedPhoto photo, Map<String, Instant> paths) {
        put(writer, photo, paths, allFaces(photo), photo.preview());
    }

    private static List<Integer> allFaces(AnalysedPhoto photo) {
        return IntStream.range(0, photo.embeddings().size()).boxed().toList();
    }

    /// Writes a photo with some of its faces.
    ///
    /// @param ordinals indices of the faces in [AnalysedPhoto#faces()]
    /// @param preview null for a photo without a file: who sends one for its faces alone does not expect that the
    ///     picture is kept
    private static void put(
            GalleryWriter writer,
            AnalysedPhoto photo,
            Map<String, Instant> paths,
            Collection<Integer> ordinals,
            byte @Nullable [] preview) {
        List<NewFace> faces = ordinals.stream()
                .map(i -> new NewFace(
                        new Face(
                                new FaceId(photo.id(), i),
                                photo.detections().get(i),
                                photo.embeddings().get(i)),
                        photo.crop(i)))
                .toList();
        writer.put(
                new StoredPhoto(
                        photo.id(),
                        new TreeMap<>(paths),
                        photo.width(),
                        photo.height(),
                        photo.located().captureTime(),
                        photo.located().bytes(),
                        photo.located().format(),
                        photo.located().fingerprint()),
                faces,
                preview);
    }

    /// Adds photos. A photo that the gallery already has only gets the new name.
    ///
    /// @return the ids of the photos that are new
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if one was analysed with another model
    Set<PhotoId> add(List<NewPhoto> photos) {
        Set<PhotoId> added = new HashSet<>();
        write(writer -> {
            try (GallerySnapshot before = gallery.snapshot()) {
                for (NewPhoto photo : photos) {
                    requireSameEmbedder(photo.photo());
                    if (add(writer, before, photo.keepFile(), added)) {
                        added.add(photo.photo().id());
                    }
                }
            }
        });
        return added;
    }

    /// Adds one photo; true if it is new.
    private static boolean add(GalleryWriter writer, GallerySnapshot before, NewPhoto added, Set<PhotoId> earlier) {
        AnalysedPhoto photo = added.photo();
        Optional<StoredPhoto> stored = before.photo(photo.id());
        if (stored.isPresent() || earlier.contains(photo.id())) {
            // A copy within one request needs no second name.
            stored.filter(there -> !there.paths().containsKey(added.name())).ifPresent(there -> {
                Map<String, Instant> paths = new TreeMap<>(there.paths());
                paths.put(added.name(), added.modified());
                writer.setPaths(photo.id(), paths);
            });
            return false;
        }
        put(
                writer,
                photo,
                Map.of(added.name(), added.modified()),
                allFaces(photo),
                added.hasFile() ? photo.preview() : null);
        return true;
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
                Set<Integer> stored = before.faces(photo.id()).stream()
                        .map(face -> face.face().id().ordinal())
                        .collect(Collectors.toCollection(TreeSet::new));
                Map<String, Instant> paths = paths(before.photo(photo.id()), added);
                Set<Integer> all = new TreeSet<>(stored);
                all.addAll(ordinals);
                if (before.photo(photo.id()).isEmpty() || !all.equals(stored)) {
                    // Another detector may have found more faces.
                    all.removeIf(ordinal -> ordinal >= photo.embeddings().size());
                    put(writer, photo, paths, all, null);
                } else {
                    writer.setPaths(photo.id(), paths);
                }
            }
        });
    }

    private static Map<String, Instant> paths(Optional<StoredPhoto> stored, NewPhoto added) {
        Map<String, Instant> paths = new TreeMap<>(
                stored.<Map<String, Instant>>map(StoredPhoto::paths).orElse(Map.of()));
        if (added.name().startsWith(NewPhoto.LABEL)) {
            paths.keySet().removeIf(path -> path.startsWith(NewPhoto.LABEL));
        }
        paths.put(added.name(), added.modified());
        return paths;
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
