package dev.likeness.engine.ingest;

import dev.likeness.extract.FaceExtractor;
import dev.likeness.face.Box;
import dev.likeness.face.Embedding;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import dev.likeness.face.UnitVector;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Photos in whose place a file with another picture was found. If that shows the same, such as a photo that
/// was rotated without loss or saved again, and each face is where it was, then what was said about the
/// earlier photo holds for the one that is there now.
final class ReplacedPhotos {
    /// In its place, the path says that the photo is the same. A face that was saved again at a low quality
    /// keeps a cosine of .8 to itself.
    private static final Bounds IN_PLACE = new Bounds(0.9f, 0.8f, 0.6f);

    /// At another path, it must be the very picture: bounds of copies, and no other shot of the same second.
    private static final Bounds MOVED = new Bounds(0.9997f, 0.8f, 0.85f);

    /// Minimum cosine of each face to what is in its place. Strangers reach .4.
    private static final float MIN_FACE_COSINE = 0.4f;

    /// So little alike may the fingerprints be if the faces are the very same, as after a rotation without
    /// loss.
    private static final float MIN_MOVED_CORRELATION = 0.6f;

    private static final float VERY_SAME_FACE_COSINE = 0.98f;

    /// Of a picture whose shorter side has fewer pixels, a rotation without loss may move more than half a cell
    /// of the fingerprint, so that only the faces tell.
    private static final int SMALL_SIDE = PerceptualFingerprint.SIDE * 2 * BlockTurns.MAX_OFFSET;

    /// Minimum cosine of one face of two small pictures whose fingerprints are not alike. Landmarks of small
    /// faces jitter.
    private static final float SMALL_FACE_COSINE = 0.8f;

    /// How much of a face a turn may push over the edge, as a part of its box, until it is not compared.
    private static final float MAX_CUT_OFF = 0.1f;

    /// How alike two pictures must be to be one photo.
    ///
    /// @param correlation minimum correlation of the perceptual fingerprints of photos without faces
    /// @param withFaces the same for photos with faces. A rotation without loss cuts off or leaves behind up
    ///     to 15 rows or columns, which moves a small picture by a cell of its fingerprint
    /// @param cosine minimum mean cosine of the faces to what is in their places
    private record Bounds(float correlation, float withFaces, float cosine) {}

    /// Maximum number of pairs that are compared for photos that have another path, too: a few seconds.
    private static final long MAX_COMPARED = 2_000_000;

    /// Maximum difference of the proportions, besides the rows that a rotation cuts off.
    private static final double ASPECT_TOLERANCE = 0.02;

    private final GalleryWriter writer;
    private final FaceExtractor extractor;
    private final Function<Path, byte[]> reader;
    private final Set<Path> others = new HashSet<>();
    private final Set<PhotoId> kept = new HashSet<>();

    /// @param reader reads a file; throws [LikenessException] if it cannot be read
    ReplacedPhotos(GalleryWriter writer, FaceExtractor extractor, Function<Path, byte[]> reader) {
        this.writer = writer;
        this.extractor = extractor;
        this.reader = reader;
    }

    /// The photos that others became with everything that was said about them.
    Set<PhotoId> kept() {
        return kept;
    }

    /// The paths whose files show something else now.
    Set<Path> others() {
        return others;
    }

    /// Carries over what was said about photos whose files are gone, if a new photo is the same picture: the
    /// file was renamed and rotated or saved again. The caller commits.
    ///
    /// @param gone whether a path is surely gone
    /// @param added new photos of this run, each with a path
    void carryOverMoved(Predicate<String> gone, Map<PhotoId, Path> added) {
        if (added.isEmpty()) {
            return;
        }
        List<PhotoMove> moves = new ArrayList<>();
        try (GallerySnapshot now = writer.snapshot()) {
            List<Fresh> fresh = new ArrayList<>();
            added.forEach((id, path) -> now.photo(id)
                    .ifPresent(photo -> pattern(photo, Orientation.UPRIGHT)
                            .ifPresent(pattern -> fresh.add(new Fresh(photo, path, pattern, now.faces(id))))));
            long[] left = {MAX_COMPARED};
            now.forEachPhoto(photo -> {
                boolean isGone = !added.containsKey(photo.id())
                        && photo.paths().keySet().stream().allMatch(gone);
                if (isGone && left[0] >= fresh.size()) {
                    left[0] -= fresh.size();
                    mostAlike(photo, fresh)
                            .flatMap(other -> moved(now, photo, other.photo(), other.path()))
                            .or(() -> sameFace(now, photo, fresh)
                                    .flatMap(other -> moved(now, photo, other.photo(), other.path())))
                            .ifPresent(moves::add);
                }
            });
        }
        moves.forEach(move -> kept.add(move.to().id()));
        writer.move(moves);
    }

    /// A new photo of this run.
    private record Fresh(StoredPhoto photo, Path path, UnitVector pattern, List<StoredFace> faces) {}

    private static Optional<UnitVector> pattern(StoredPhoto photo, Orientation turn) {
        return Optional.ofNullable(photo.fingerprint())
                .flatMap(fingerprint -> fingerprint.turned(turn).pattern());
    }

    /// The new photo whose fingerprint is the most like that of a photo, in any turn.
    private static Optional<Fresh> mostAlike(StoredPhoto photo, List<Fresh> fresh) {
        List<UnitVector> turned = Arrays.stream(Orientation.values())
                .flatMap(turn -> pattern(photo, turn).stream())
                .toList();
        return turned.isEmpty()
                ? Optional.empty()
                : fresh.stream()
                        .max(Comparator.comparingDouble(other -> turned.stream()
                                .mapToDouble(pattern -> pattern.cosine(other.pattern()))
                                .max()
                                .orElse(0)));
    }

    /// The new photo with the face that is the most like one of a small photo's.
    private static Optional<Fresh> sameFace(GallerySnapshot now, StoredPhoto photo, List<Fresh> fresh) {
        if (!isSmall(photo)) {
            return Optional.empty();
        }
        List<StoredFace> faces = now.faces(photo.id());
        return fresh.stream()
                .filter(other -> maxCosine(faces, other.faces()) >= SMALL_FACE_COSINE)
                .max(Comparator.comparingDouble(other -> maxCosine(faces, other.faces())));
    }

    private static double maxCosine(List<StoredFace> faces, List<StoredFace> others) {
        return faces.stream()
                .map(face -> face.face().embedding().direction())
                .flatMapToDouble(direction -> others.stream()
                        .mapToDouble(other ->
                                direction.cosine(other.face().embedding().direction())))
                .max()
                .orElse(-1);
    }

    private static boolean isSmall(StoredPhoto photo) {
        return Math.min(photo.width(), photo.height()) < SMALL_SIDE;
    }

    private Optional<PhotoMove> moved(GallerySnapshot now, StoredPhoto photo, StoredPhoto other, Path path) {
        return turn(now, photo, other, path, MOVED)
                .map(turn -> PhotoMove.turned(photo.id(), other.withFormerIdsOf(photo), turn));
    }

    /// Carries over what was said about photos whose files were replaced. The caller commits.
    ///
    /// @param contents the photo at each path, as this run found it
    void carryOver(Map<Path, PhotoId> contents) {
        List<PhotoMove> moves = new ArrayList<>();
        Set<PhotoId> taken = new HashSet<>();
        try (GallerySnapshot now = writer.snapshot()) {
            now.forEachPhoto(photo -> {
                Map<Path, PhotoId> replaced = replaced(photo, contents);
                if (!replaced.isEmpty()) {
                    Optional<PhotoMove> move = move(now, photo, replaced, taken);
                    move.ifPresent(moves::add);
                    move.ifPresent(one -> kept.add(one.to().id()));
                }
            });
        }
        writer.move(moves);
    }

    private static Map<Path, PhotoId> replaced(StoredPhoto photo, Map<Path, PhotoId> contents) {
        Map<Path, PhotoId> replaced = new TreeMap<>();
        for (String stored : photo.paths().keySet()) {
            Path path = UndecodablePath.of(stored);
            PhotoId there = contents.get(path);
            if (there != null && !there.equals(photo.id())) {
                replaced.put(path, there);
            }
        }
        return replaced;
    }

    /// @param taken photos that move
    private Optional<PhotoMove> move(
            GallerySnapshot now, StoredPhoto photo, Map<Path, PhotoId> replaced, Set<PhotoId> taken) {
        for (Map.Entry<Path, PhotoId> place : replaced.entrySet()) {
            Optional<StoredPhoto> there =
                    now.photo(place.getValue()).filter(other -> other.id().equals(place.getValue()));
            Optional<PictureTurn> turn = there.flatMap(other -> turn(now, photo, other, place.getKey(), IN_PLACE)
                    .or(() -> CroppedPhoto.turn(now, photo, other, extractor)));
            if (there.isPresent() && turn.isPresent() && taken.add(photo.id())) {
                Map<String, Instant> left = new TreeMap<>(photo.paths());
                replaced.keySet().forEach(path -> left.remove(UndecodablePath.text(path)));
                PhotoMove move = PhotoMove.turned(photo.id(), there.get().withFormerIdsOf(photo), turn.get());
                return Optional.of(left.isEmpty() ? move : move.leaving(left));
            }
        }
        forget(photo, replaced.keySet());
        return Optional.empty();
    }

    /// Takes paths that show something else from a photo that has others. The last ones are the user's to
    /// prune.
    private void forget(StoredPhoto photo, Set<Path> paths) {
        Map<String, Instant> left = new TreeMap<>(photo.paths());
        paths.forEach(path -> left.remove(UndecodablePath.text(path)));
        if (left.keySet().stream().anyMatch(path -> Files.exists(UndecodablePath.of(path)))) {
            writer.setPaths(photo.id(), left);
        } else {
            others.addAll(paths);
        }
    }

    /// How the picture of a photo has to be turned to be the other one; empty if that shows something else.
    private Optional<PictureTurn> turn(
            GallerySnapshot now, StoredPhoto photo, StoredPhoto other, Path path, Bounds bounds) {
        PerceptualFingerprint before = photo.fingerprint();
        PerceptualFingerprint after = other.fingerprint();
        if (before == null || after == null) {
            return Optional.empty();
        }
        List<StoredFace> detected = now.faces(photo.id());
        List<StoredFace> real =
                detected.stream().filter(face -> !face.notAFace()).toList();
        List<StoredFace> faces = real.isEmpty() ? detected : real;
        float minCorrelation = minCorrelation(now, photo, faces, other, bounds);
        Map<Orientation, Float> alike = new EnumMap<>(Orientation.class);
        for (Orientation turn : Orientation.values()) {
            float correlation = before.turned(turn).correlation(after);
            if (correlation >= minCorrelation && hasProportions(photo, turn, other)) {
                alike.put(turn, correlation);
            }
        }
        return alike.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .flatMap(turn -> {
                    List<PictureTurn> turns = BlockTurns.of(photo, turn.getKey(), other);
                    float minCosine = turn.getValue() >= bounds.withFaces() ? bounds.cosine() : VERY_SAME_FACE_COSINE;
                    return faces.isEmpty()
                            ? turns.stream().limit(1)
                            : bestWithFaces(photo, faces, turns, other, path, minCosine).stream();
                })
                .findFirst();
    }

    private static float minCorrelation(
            GallerySnapshot now, StoredPhoto photo, List<StoredFace> faces, StoredPhoto other, Bounds bounds) {
        if (faces.isEmpty()) {
            return bounds.correlation();
        }
        boolean onlyFacesTell = isSmall(photo) && maxCosine(faces, now.faces(other.id())) >= SMALL_FACE_COSINE;
        return onlyFacesTell ? -1 : MIN_MOVED_CORRELATION;
    }

    private static boolean hasProportions(StoredPhoto photo, Orientation turn, StoredPhoto other) {
        double before = (double) photo.width() / photo.height();
        double after = (double) other.width() / other.height();
        double tolerance = ASPECT_TOLERANCE + (double) BlockTurns.MAX_OFFSET / Math.min(photo.width(), photo.height());
        return Math.abs((turn.swapsSides() ? 1 / before : before) / after - 1) <= tolerance;
    }

    /// The one of some turns for which the faces are the most alike to what is in their places. Faces are not
    /// detected there but looked at: a detector finds few faces of a photo that lies on its side. Those that lie
    /// in what a turn left behind are nowhere; then the others must be the very same.
    private Optional<PictureTurn> bestWithFaces(
            StoredPhoto photo,
            List<StoredFace> faces,
            List<PictureTurn> turns,
            StoredPhoto other,
            Path path,
            float minCosine) {
        List<Trial> trials = new ArrayList<>();
        for (PictureTurn turn : turns) {
            List<StoredFace> there = faces.stream()
                    .filter(face -> isWithin(face, photo, turn, other))
                    .toList();
            if (2 * there.size() > faces.size()) {
                float min = there.size() == faces.size() ? minCosine : VERY_SAME_FACE_COSINE;
                trials.add(new Trial(turn, there, min));
            }
        }
        List<Embedding> embedded;
        try {
            byte[] bytes = reader.apply(path);
            if (!PictureHash.of(bytes).equals(other.id())) {
                return Optional.empty();
            }
            List<Landmarks> places = trials.stream()
                    .flatMap(trial -> trial.faces().stream()
                            .map(face ->
                                    trial.turn().apply(face.face().detection().landmarks())))
                    .toList();
            embedded = extractor.embed(extractor.alignAt(bytes, other.orientation(), places));
        } catch (LikenessException _) {
            return Optional.empty();
        }
        double best = -1;
        Optional<PictureTurn> found = Optional.empty();
        int first = 0;
        for (Trial trial : trials) {
            double cosine = cosine(
                    trial.faces(), embedded.subList(first, first + trial.faces().size()));
            first += trial.faces().size();
            if (cosine >= trial.minCosine() && cosine > best) {
                best = cosine;
                found = Optional.of(trial.turn());
            }
        }
        return found;
    }

    /// A turn that is tried.
    ///
    /// @param faces the faces to be looked at
    /// @param minCosine minimum mean cosine of them to what is in their places
    private record Trial(PictureTurn turn, List<StoredFace> faces, float minCosine) {}

    private static boolean isWithin(StoredFace face, StoredPhoto photo, PictureTurn turn, StoredPhoto other) {
        Box before = face.face().detection().box();
        return turn.apply(before).overlap(whole(other)) >= before.overlap(whole(photo)) - MAX_CUT_OFF;
    }

    private static Box whole(StoredPhoto photo) {
        return new Box(0, 0, photo.width(), photo.height());
    }

    /// The mean cosine of faces to what is in their places; -1 if one of them is not there.
    private static double cosine(List<StoredFace> faces, List<Embedding> there) {
        double[] cosines = IntStream.range(0, faces.size())
                .mapToDouble(i -> faces.get(i)
                        .face()
                        .embedding()
                        .direction()
                        .cosine(there.get(i).direction()))
                .toArray();
        return Arrays.stream(cosines).allMatch(cosine -> cosine >= MIN_FACE_COSINE)
                ? Arrays.stream(cosines).average().orElse(1)
                : -1;
    }
}
