package dev.likeness.engine.duplicates;

import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.people.UserAssertions;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UnitVector;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.Match;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.search.TemplateJoin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Finds photos that are copies of others.
///
/// Whole photos are compared by their perceptual fingerprints, with or without a face. Re-encoding and
/// resizing do not change the fingerprint, while a second shot of the same scene does. A cropped copy has
/// another fingerprint. It is found by a face that is nearly equal to another, must fit into the original's
/// frame by the face's position and size, and is a copy if the two aligned crops of the face are the same
/// picture.
public final class PhotoCopies {
    /// Number of copies and burst shots that are compared for each photo.
    private static final int NEAREST = 16;

    /// Minimum correlation of the fingerprints of whole photos that are copies.
    private static final float MIN_FINGERPRINT_CORRELATION = 0.9997f;

    /// Minimum correlation of the fingerprints of photos with the same frame, neither cropped from the other.
    private static final float MIN_FRAME_CORRELATION = 0.9f;

    private static final float MIN_FACE_COSINE = 0.7f;

    /// Minimum correlation of aligned faces that are the same picture, if the files are unavailable: a second
    /// shot has reached .9973.
    private static final double MIN_FACE_CORRELATION = 0.999;

    /// Minimum correlation of a copy with the part of the original that it shows.
    private static final double MIN_PART_CORRELATION = 0.981;

    /// Long side of a copy when it is compared with a part, in pixels.
    private static final double PART_SIDE = 256;

    private static final double ASPECT_TOLERANCE = 0.02;

    private final GallerySnapshot snapshot;
    private final ImageReader reader;
    private final BooleanSupplier cancelled;
    private final PhotoFiles files;
    private final Map<PhotoId, StoredPhoto> photos = new TreeMap<>();

    private record PhotoPair(PhotoId one, PhotoId other) {}

    public PhotoCopies(GallerySnapshot snapshot, ImageReader reader, BooleanSupplier cancelled) {
        this.snapshot = snapshot;
        this.reader = reader;
        this.cancelled = cancelled;
        this.files = new PhotoFiles(reader);
    }

    /// The copies without those that users rejected.
    public PhotoCopiesResult find(String gallery) {
        return withoutRejected(findAll(gallery), snapshot);
    }

    /// The copies without those that users rejected.
    ///
    /// @param all as [#findAll] returns them
    public static PhotoCopiesResult withoutRejected(PhotoCopiesResult all, GallerySnapshot snapshot) {
        Set<PhotoPair> rejected = new HashSet<>();
        UserAssertions.of(snapshot).notCopies().forEach(one -> rejected.add(pair(one.one(), one.other())));
        return new PhotoCopiesResult(
                all.gallery(),
                all.photos(),
                all.withoutFingerprint(),
                all.copies().stream()
                        .filter(copy -> copy.kind() == PhotoCopiesResult.Kind.SAME_PICTURE
                                || !rejected.contains(pair(
                                        copy.original().photo(), copy.copy().photo())))
                        .toList());
    }

    /// All copies, whatever users say. They depend on the photos and their faces, and not on people; see
    /// [GallerySnapshot#photosVersion].
    public PhotoCopiesResult findAll(String gallery) {
        snapshot.forEachPhoto(photo -> photos.put(photo.id(), photo));
        List<PhotoCopiesResult.Copy> copies = new ArrayList<>();
        photos.values().stream()
                .filter(photo -> photo.paths().size() > 1)
                .forEach(photo -> copies.add(atSeveralPaths(photo)));
        Set<PhotoPair> candidates = new HashSet<>();
        addByFingerprint(candidates);
        addByFace(candidates);
        candidates.stream()
                .sorted(Comparator.comparing(PhotoPair::one).thenComparing(PhotoPair::other))
                .forEach(two -> compare(two).ifPresent(copies::add));
        copies.sort(Comparator.comparing(PhotoCopiesResult.Copy::kind)
                .thenComparing(copy -> copy.original().photo())
                .thenComparing(copy -> copy.copy().photo()));
        int without = (int) photos.values().stream()
                .filter(photo -> photo.fingerprint() == null)
                .count();
        return new PhotoCopiesResult(gallery, photos.size(), without, copies);
    }

    private void addByFingerprint(Set<PhotoPair> candidates) {
        List<PhotoId> ids = new ArrayList<>();
        List<UnitVector> patterns = new ArrayList<>();
        for (StoredPhoto photo : photos.values()) {
            pattern(photo).ifPresent(pattern -> {
                ids.add(photo.id());
                patterns.add(pattern);
            });
        }
        TemplateJoin.pairs(patterns, NEAREST, MIN_FINGERPRINT_CORRELATION, cancelled)
                .pairs()
                .forEach(pair -> candidates.add(pair(ids.get(pair.first()), ids.get(pair.second()))));
    }

    /// Searches with the best face of each photo for its copies, including copies that show only a part.
    private void addByFace(Set<PhotoPair> candidates) {
        for (PhotoId photo : photos.keySet()) {
            requireNotCancelled();
            snapshot.faces(photo).stream()
                    .max(Comparator.comparingDouble(
                            face -> face.face().embedding().magnitude()))
                    .ifPresent(face -> {
                        for (Match match : snapshot.nearest(
                                        face.face().embedding().direction(), NEAREST, FaceFilter.none())
                                .matches()) {
                            PhotoId other = match.face().photo();
                            if (match.cosine() >= MIN_FACE_COSINE && !other.equals(photo)) {
                                candidates.add(pair(photo, other));
                            }
                        }
                    });
        }
    }

    private void requireNotCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new LikenessException(ErrorCode.CANCELLED, "the search for copies was cancelled");
        }
    }

    private static PhotoPair pair(PhotoId one, PhotoId other) {
        return one.compareTo(other) < 0 ? new PhotoPair(one, other) : new PhotoPair(other, one);
    }

    private Optional<PhotoCopiesResult.Copy> compare(PhotoPair two) {
        requireNotCancelled();
        Optional<StoredPhoto> one = Optional.ofNullable(photos.get(two.one));
        Optional<StoredPhoto> other = Optional.ofNullable(photos.get(two.other));
        if (one.isEmpty() || other.isEmpty() || areAtOnePath(one.get(), other.get())) {
            return Optional.empty();
        }
        // The photo with more pixels, then more bytes, is the original.
        boolean inOrder = Comparator.comparingLong((StoredPhoto photo) -> (long) photo.width() * photo.height())
                        .thenComparingLong(StoredPhoto::bytes)
                        .compare(one.get(), other.get())
                >= 0;
        StoredPhoto original = inOrder ? one.get() : other.get();
        StoredPhoto copy = inOrder ? other.get() : one.get();
        if (sameProportions(original, copy)) {
            double alike = fingerprintCorrelation(original, copy);
            if (alike >= MIN_FINGERPRINT_CORRELATION) {
                return Optional.of(copy(whole(original, copy), original, copy, alike));
            }
            if (alike >= MIN_FRAME_CORRELATION) {
                return Optional.empty();
            }
        }
        for (StoredFace here : snapshot.faces(original.id())) {
            for (StoredFace there : snapshot.faces(copy.id())) {
                float cosine = here.face()
                        .embedding()
                        .direction()
                        .cosine(there.face().embedding().direction());
                if (cosine < MIN_FACE_COSINE) {
                    continue;
                }
                CropFrame frame = CropFrame.of(here, there);
                double alike = frame.fits(original, copy) ? partCorrelation(original, here, copy, there, frame) : 0;
                if (alike >= MIN_PART_CORRELATION) {
                    return Optional.of(copy(PhotoCopiesResult.Kind.CROPPED, original, copy, alike));
                }
            }
        }
        return Optional.empty();
    }

    /// Whether one photo has no path but those of the other: its file was replaced by the other photo, and a
    /// file is no copy of itself.
    private static boolean areAtOnePath(StoredPhoto one, StoredPhoto other) {
        Set<String> shared = new HashSet<>(one.paths().keySet());
        shared.retainAll(other.paths().keySet());
        // Uploads of one name are not one file.
        shared.removeIf(path -> path.startsWith(NewPhoto.UPLOAD) || path.startsWith(NewPhoto.LABEL));
        return shared.size() == one.paths().size()
                || shared.size() == other.paths().size();
    }

    private static PhotoCopiesResult.Kind whole(StoredPhoto original, StoredPhoto copy) {
        return original.width() == copy.width() && original.height() == copy.height()
                ? PhotoCopiesResult.Kind.REENCODED
                : PhotoCopiesResult.Kind.RESIZED;
    }

    private static boolean sameProportions(StoredPhoto original, StoredPhoto copy) {
        double one = (double) original.width() / original.height();
        double other = (double) copy.width() / copy.height();
        return isWithin(one / other, 1, ASPECT_TOLERANCE);
    }

    private static boolean isWithin(double one, double other, double tolerance) {
        return Math.abs(one - other) <= tolerance;
    }

    /// The correlation of two fingerprints; 0 if a photo has no fingerprint or is nearly uniform.
    private static double fingerprintCorrelation(StoredPhoto one, StoredPhoto other) {
        Optional<UnitVector> first = pattern(one);
        Optional<UnitVector> second = pattern(other);
        return first.isEmpty() || second.isEmpty() ? 0 : first.get().cosine(second.get());
    }

    private static Optional<UnitVector> pattern(StoredPhoto photo) {
        return Optional.ofNullable(photo.fingerprint()).flatMap(PerceptualFingerprint::pattern);
    }

    /// The correlation of the copy with the part of the original that it seems to show.
    private double partCorrelation(
            StoredPhoto original, StoredFace here, StoredPhoto copy, StoredFace there, CropFrame frame) {
        Optional<RgbImage> part = files.picture(copy);
        Optional<RgbImage> whole = files.picture(original);
        if (part.isEmpty() || whole.isEmpty()) {
            // Only the face crops are available, and those of two shots can be equally good.
            double alike = cropCorrelation(here, there);
            return alike >= MIN_FACE_CORRELATION ? alike : 0;
        }
        // Scales both to the smaller resolution.
        double partFactor = (double) part.get().width() / copy.width();
        double wholeFactor = (double) whole.get().width() / original.width();
        double common = Math.min(
                PART_SIDE / Math.max(copy.width(), copy.height()), Math.min(partFactor, wholeFactor / frame.scale()));
        double commonWhole = common * frame.scale();
        return part.get()
                .scaled(common / partFactor)
                .correlationWithin(
                        whole.get().scaled(commonWhole / wholeFactor),
                        frame.left() * commonWhole,
                        frame.top() * commonWhole);
    }

    private double cropCorrelation(StoredFace here, StoredFace there) {
        Optional<RgbImage> one = crop(here);
        Optional<RgbImage> other = crop(there);
        return one.isEmpty() || other.isEmpty() ? 0 : one.get().alignedCorrelation(other.get());
    }

    private Optional<RgbImage> crop(StoredFace face) {
        return snapshot.crop(face.face().id()).map(jpeg -> reader.open(jpeg).decode());
    }

    private static PhotoCopiesResult.Copy copy(
            PhotoCopiesResult.Kind kind, StoredPhoto original, StoredPhoto copy, double alike) {
        return new PhotoCopiesResult.Copy(kind, file(original), file(copy), alike);
    }

    private static PhotoCopiesResult.Copy atSeveralPaths(StoredPhoto photo) {
        List<String> paths = List.copyOf(photo.paths().keySet());
        return new PhotoCopiesResult.Copy(
                PhotoCopiesResult.Kind.SAME_PICTURE,
                file(photo, paths.subList(0, 1)),
                file(photo, paths.subList(1, paths.size())),
                1);
    }

    private static PhotoCopiesResult.File file(StoredPhoto photo) {
        return file(photo, List.copyOf(photo.paths().keySet()));
    }

    private static PhotoCopiesResult.File file(StoredPhoto photo, List<String> paths) {
        return new PhotoCopiesResult.File(
                photo.id(), paths, photo.width(), photo.height(), photo.bytes(), photo.format());
    }
}
