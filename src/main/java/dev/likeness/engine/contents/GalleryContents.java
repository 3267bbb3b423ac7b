package dev.likeness.engine.contents;

import dev.likeness.engine.people.Assignments;
import dev.likeness.engine.people.UserAssertions;
import dev.likeness.engine.tombstones.Tombstones;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.PhotoFinder.FoundPhotos;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.scoring.MatchScorer;
import dev.likeness.support.RegularFile;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The photos and faces of a gallery, and operations to read, export, add and erase them.
///
/// Every method that writes throws [LikenessException] `GALLERY_LOCKED` while another writer is open.
public final class GalleryContents {
    private final String name;
    private final Gallery gallery;
    private final Function<EmbedderStamp, MatchScorer> scorers;
    private final RecordedErasure erasure;

    public GalleryContents(
            String name, Gallery gallery, Function<EmbedderStamp, MatchScorer> scorers, Tombstones tombstones) {
        this.name = name;
        this.gallery = gallery;
        this.scorers = scorers;
        this.erasure = new RecordedErasure(name, gallery, tombstones);
    }

    /// Opaque version token; it changes whenever anything in the gallery changes.
    public String version() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.version();
        }
    }

    /// Id of the model whose embeddings the gallery has.
    public String embedder() {
        return gallery.embedder().id();
    }

    /// The gallery in a few figures.
    public GalleryState state() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            GalleryStatistics counts = snapshot.statistics();
            return new GalleryState(
                    snapshot.version(), counts.photos(), counts.faces(), counts.people(), snapshot.lastEventNumber());
        }
    }

    /// The details of one photo with its faces.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public PhotoDetails photo(PhotoId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return details(snapshot, stored(snapshot, id));
        }
    }

    /// Whether the gallery has a photo with this id, or a photo that has or had a file with this hash.
    public boolean hasPhoto(PhotoId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.photo(id).isPresent();
        }
    }

    /// The details of one photo, found by its path, by its picture if the file has moved, or by the path of a
    /// companion.
    ///
    /// @throws LikenessException `NOT_FOUND` if the gallery does not have the photo
    public PhotoDetails photoAt(Path file) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return pathsOf(file)
                    .flatMap(path -> snapshot.photoAt(path).stream())
                    .findFirst()
                    .or(() -> contentOf(file, snapshot))
                    .or(() -> withCompanion(file, snapshot))
                    .map(photo -> details(snapshot, photo))
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "gallery %s does not have the photo %s".formatted(name, file)));
        }
    }

    /// A path as the gallery may have it: as it is written, or with composed or decomposed accents.
    private static Stream<String> pathsOf(Path file) {
        String text = UndecodablePath.text(
                UndecodablePath.of(file.toAbsolutePath().normalize().toString()));
        return Stream.of(
                        text,
                        Normalizer.normalize(text, Normalizer.Form.NFC),
                        Normalizer.normalize(text, Normalizer.Form.NFD))
                .distinct();
    }

    private static Optional<StoredPhoto> withCompanion(Path file, GallerySnapshot snapshot) {
        Set<String> paths = pathsOf(file).collect(Collectors.toSet());
        List<StoredPhoto> found = new ArrayList<>();
        snapshot.forEachPhoto(photo -> {
            if (!Collections.disjoint(photo.companions(), paths)) {
                found.add(photo);
            }
        });
        return found.stream().findFirst();
    }

    private static Optional<StoredPhoto> contentOf(Path file, GallerySnapshot snapshot) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
            return snapshot.photo(PictureHash.of(bytes)).or(() -> snapshot.photo(PhotoId.ofFile(bytes)));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read " + file, e);
        }
    }

    /// The photo whose id, or the hash of whose file, starts with these digits, the first by id if there are
    /// several;
    /// empty if there is no such photo.
    ///
    /// @param digits lower-case hex digits, at most 64
    public Optional<PhotoDetails> photoWithPrefix(String digits) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.photoWithPrefix(digits).map(photo -> details(snapshot, photo));
        }
    }

    /// A part of the photos that meet a query.
    ///
    /// @param after only photos that follow this one in the query's order; null to start at the first
    /// @param offset number of photos to skip from there
    /// @param limit maximum number of photos, at least 1
    public PhotoList photos(PhotoQuery query, PhotoQuery.@Nullable Place after, int offset, int limit) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<PhotoId> ids;
            int count;
            if (query.isPlain()) {
                ids = snapshot.photosAfter(after == null ? null : after.photo(), offset + limit);
                count = snapshot.statistics().photos();
            } else {
                FoundPhotos found = snapshot.findPhotos(
                        query.filter(snapshot, scorers.apply(snapshot.embedder())),
                        query.indexOrder(),
                        after == null ? null : after.position(),
                        offset + limit);
                ids = found.photos().stream().map(PhotoPosition::photo).toList();
                count = found.count();
            }
            return new PhotoList(
                    ids.stream()
                            .skip(offset)
                            .map(id -> details(snapshot, stored(snapshot, id)))
                            .toList(),
                    count);
        }
    }

    /// A part of a list of photos.
    ///
    /// @param count how many photos the whole list has
    public record PhotoList(List<PhotoDetails> photos, int count) {
        public PhotoList {
            photos = List.copyOf(photos);
        }
    }

    /// The details of one face.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public FaceDetails face(FaceId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return details(snapshot, face(snapshot, id), scorers.apply(snapshot.embedder()));
        }
    }

    /// The faces whose ids follow this one, ordered by id.
    ///
    /// @param after null to start at the first face
    /// @param limit maximum number of faces, at least 1
    public List<FaceDetails> faces(@Nullable FaceId after, int limit) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            MatchScorer scorer = scorers.apply(snapshot.embedder());
            return snapshot.facesAfter(after, limit).stream()
                    .map(id -> details(snapshot, face(snapshot, id), scorer))
                    .toList();
        }
    }

    /// The faces in this state that follow this one.
    ///
    /// @param after null to start at the first face; it need not be in that state any more, nor exist
    /// @param limit maximum number of faces, at least 1
    public FaceList faces(FaceState state, FaceOrder order, FaceList.@Nullable Place after, int limit) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            if (state == FaceState.ALL && order == FaceOrder.ID) {
                return new FaceList(
                        snapshot.statistics().faces() + MarkedFaces.of(snapshot).count,
                        faces(after == null ? null : after.face(), limit));
            }
            MatchScorer scorer = scorers.apply(snapshot.embedder());
            FaceSelection.Selected selected = new FaceSelection(snapshot, state, order).select(after, limit);
            return new FaceList(
                    selected.count(),
                    selected.faces().stream()
                            .map(id -> details(snapshot, face(snapshot, id), scorer))
                            .toList());
        }
    }

    /// How many faces are marked as not a face; counted once for a commit.
    private record MarkedFaces(int count) {
        static MarkedFaces of(GallerySnapshot snapshot) {
            return snapshot.derived(
                    MarkedFaces.class,
                    () -> new MarkedFaces((int) UserAssertions.of(snapshot).notFaces().stream()
                            .filter(face -> snapshot.face(face).isPresent())
                            .count()));
        }
    }

    /// Passes every face to `line`, photo by photo. Detections marked as not a face are omitted.
    ///
    /// @param vectors whether each line includes the raw vector
    public void export(boolean vectors, Consumer<ExportedFace> line) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            MatchScorer scorer = scorers.apply(snapshot.embedder());
            snapshot.forEachPhoto(photo -> {
                String path = photo.paths().keySet().stream().findFirst().orElse(null);
                for (StoredFace face : snapshot.faces(photo.id())) {
                    if (!face.notAFace()) {
                        int quality = scorer.quality(face.face().embedding().magnitude());
                        line.accept(ExportedFace.of(face, path, quality, personName(snapshot, face), vectors));
                    }
                }
            });
        }
    }

    /// The aligned 112×112 picture of a face, as JPEG.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public byte[] crop(FaceId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.crop(snapshot.presentId(id)).orElseThrow(() -> faceNotFound(id));
        }
    }

    /// Adds photos, all in one commit. A photo that the gallery already has only gets the new name, and the
    /// metadata of the file.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if they were analysed with another model
    public List<AddPhotoResult> add(List<NewPhoto> photos) {
        Set<PhotoId> added = new PhotoAdder(gallery).add(photos);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return photos.stream()
                    // Of several copies in one request, the first is reported as added.
                    .map(photo -> new AddPhotoResult(
                            photo.name(),
                            added.remove(photo.photo().id()),
                            details(snapshot, stored(snapshot, photo.photo().id()))))
                    .toList();
        }
    }

    /// Adds some faces of a photo to those that are already stored. The photo gets its name as in [#add].
    ///
    /// @param ordinals indices of the faces in [AnalysedPhoto#faces()]
    /// @return the photo with all of its stored faces
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if it was analysed with another model
    public PhotoDetails addFaces(NewPhoto photo, Set<Integer> ordinals) {
        new PhotoAdder(gallery).addFaces(photo, ordinals);
        return photo(photo.photo().id());
    }

    /// Erases faces and all assertions about them; see [GalleryPurge]. A photo without a path is erased with
    /// its last face. Other photos stay without the face, so that reading the file again does not restore it.
    ///
    /// @return the number of erased faces; unknown faces are ignored
    public int eraseFaces(Set<FaceId> faces) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            Set<FaceId> existing = faces.stream()
                    .map(snapshot::presentId)
                    .filter(face -> snapshot.face(face).isPresent())
                    .collect(Collectors.toSet());
            Set<PhotoId> photos = existing.stream()
                    .map(FaceId::photo)
                    .filter(photo -> snapshot.faces(photo).stream()
                            .allMatch(face -> existing.contains(face.face().id())))
                    .filter(photo -> stored(snapshot, photo).paths().keySet().stream()
                            .allMatch(path -> path.startsWith(NewPhoto.UPLOAD) || path.startsWith(NewPhoto.LABEL)))
                    .collect(Collectors.toSet());
            if (!existing.isEmpty()) {
                erasure.run(snapshot, photos, existing, Set.of());
            }
            return existing.size();
        }
    }

    /// Erases photos with their faces and all assertions about them; see [GalleryPurge].
    ///
    /// @return the number of erased faces
    /// @throws LikenessException `NOT_FOUND` if a photo does not exist; then no photo is erased
    public int erasePhotos(Set<PhotoId> named) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            Set<PhotoId> photos =
                    named.stream().map(photo -> stored(snapshot, photo).id()).collect(Collectors.toSet());
            int faces = photos.stream()
                    .mapToInt(photo -> snapshot.faces(photo).size())
                    .sum();
            erasure.run(snapshot, photos, Set.of(), Set.of());
            return faces;
        }
    }

    /// Erases a person with their faces and all assertions about them; see [GalleryPurge].
    ///
    /// @param withPhotos whether to erase photos that show only this person, too; otherwise they stay as
    ///     photos without that face, so that reading them again does not restore it
    /// @return the number of erased faces
    /// @throws LikenessException `NOT_FOUND`
    public int erasePerson(PersonId person, boolean withPhotos) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            if (snapshot.person(person).isEmpty()) {
                throw new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(name, person));
            }
            List<StoredFace> faces = snapshot.facesOf(person);
            Set<PhotoId> photos = new HashSet<>();
            if (withPhotos) {
                faces.stream()
                        .map(face -> face.face().id().photo())
                        .filter(photo -> snapshot.faces(photo).stream().allMatch(face -> person.equals(face.person())))
                        .forEach(photos::add);
            }
            erasure.run(snapshot, photos, Set.of(), Set.of(person));
            return faces.size();
        }
    }

    /// Whether data was erased and no purge has completed since, in this process or an earlier one.
    public boolean isPurgeDue() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.isPurgeDue();
        }
    }

    private StoredPhoto stored(GallerySnapshot snapshot, PhotoId id) {
        return snapshot.photo(id)
                .orElseThrow(() ->
                        new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(name, id)));
    }

    private StoredFace face(GallerySnapshot snapshot, FaceId id) {
        return snapshot.face(snapshot.presentId(id)).orElseThrow(() -> faceNotFound(id));
    }

    private LikenessException faceNotFound(FaceId id) {
        return new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no face %s".formatted(name, id));
    }

    private PhotoDetails details(GallerySnapshot snapshot, StoredPhoto photo) {
        return PhotoDetails.of(snapshot, photo, scorers.apply(snapshot.embedder()));
    }

    private static FaceDetails details(GallerySnapshot snapshot, StoredFace face, MatchScorer scorer) {
        Optional<StoredPhoto> photo = snapshot.photo(face.face().id().photo());
        float magnitude = face.face().embedding().magnitude();
        int quality = scorer.quality(magnitude);
        return new FaceDetails(
                face.face().id(),
                face.face().id().photo(),
                photo.map(stored -> List.copyOf(stored.paths().keySet())).orElse(List.of()),
                face.captureTime(),
                face.face().detection(),
                magnitude,
                quality,
                face.person(),
                personName(snapshot, face),
                Assignments.reason(face.assignment(), quality),
                Assignments.margin(face.assignment()),
                null,
                face.notAFace());
    }

    private static @Nullable String personName(GallerySnapshot snapshot, StoredFace face) {
        return Optional.ofNullable(face.person())
                .flatMap(snapshot::person)
                .map(Person::name)
                .orElse(null);
    }
}
