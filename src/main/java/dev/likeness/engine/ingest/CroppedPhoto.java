package dev.likeness.engine.ingest;

import dev.likeness.engine.duplicates.CropFrame;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.face.Box;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.face.PictureTurn;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.util.List;
import java.util.Optional;

/// Finds out where in a photo the one lies that was cut out of it. A face of both says where; the previews of
/// the gallery say whether the pictures are the same there.
final class CroppedPhoto {
    /// Minimum cosine of two faces that are tried as the same one. Strangers reach .4.
    private static final float MIN_FACE_COSINE = 0.5f;

    /// Minimum correlation of the part with the picture, both as previews. Parts of photos of 250 to 1000
    /// pixels have .97 to .996.
    private static final double MIN_CORRELATION = 0.95;

    /// A part whose size differs by less is not resized: landmarks jitter.
    private static final double SAME_SCALE = 0.04;

    private CroppedPhoto() {}

    /// Where the faces of a photo are in the part that was cut out of it. Empty if that shows something else,
    /// or not all faces.
    static Optional<PictureTurn> turn(
            GallerySnapshot now, StoredPhoto photo, StoredPhoto part, FaceExtractor extractor) {
        List<StoredFace> detected = now.faces(photo.id());
        List<StoredFace> real =
                detected.stream().filter(face -> !face.notAFace()).toList();
        List<StoredFace> faces = real.isEmpty() ? detected : real;
        Optional<RgbImage> whole = Optional.empty();
        Optional<RgbImage> cut = Optional.empty();
        for (StoredFace here : faces) {
            for (StoredFace there : now.faces(part.id())) {
                CropFrame frame = CropFrame.of(here, there);
                if (cosine(here, there) < MIN_FACE_COSINE || !frame.fits(photo, part)) {
                    continue;
                }
                whole = whole.or(() -> preview(now, photo, extractor));
                cut = cut.or(() -> preview(now, part, extractor));
                PictureTurn turn = turn(photo, frame);
                if (whole.isPresent()
                        && cut.isPresent()
                        && faces.stream().allMatch(face -> shows(part, turn, face))
                        && correlation(photo, whole.get(), part, cut.get(), frame) >= MIN_CORRELATION) {
                    return Optional.of(turn);
                }
            }
        }
        return Optional.empty();
    }

    private static float cosine(StoredFace here, StoredFace there) {
        return here.face()
                .embedding()
                .direction()
                .cosine(there.face().embedding().direction());
    }

    private static Optional<RgbImage> preview(GallerySnapshot now, StoredPhoto photo, FaceExtractor extractor) {
        try {
            return now.preview(photo.id()).map(jpeg -> extractor.open(jpeg).decode());
        } catch (LikenessException _) {
            return Optional.empty();
        }
    }

    private static PictureTurn turn(StoredPhoto photo, CropFrame frame) {
        float scale = (float) (Math.abs(frame.scale() - 1) < SAME_SCALE ? 1 : frame.scale());
        return new PictureTurn(
                        Orientation.UPRIGHT,
                        photo.width(),
                        photo.height(),
                        photo.width() * scale,
                        photo.height() * scale)
                .withOffset(new Point((float) -frame.left() * scale, (float) -frame.top() * scale));
    }

    private static boolean shows(StoredPhoto part, PictureTurn turn, StoredFace face) {
        Box box = turn.apply(face.face().detection().box());
        float x = (box.left() + box.right()) / 2;
        float y = (box.top() + box.bottom()) / 2;
        return x > 0 && y > 0 && x < part.width() && y < part.height();
    }

    private static double correlation(
            StoredPhoto photo, RgbImage whole, StoredPhoto part, RgbImage cut, CropFrame frame) {
        double partFactor = (double) cut.width() / part.width();
        double wholeFactor = (double) whole.width() / photo.width();
        double common = Math.min(partFactor, wholeFactor / frame.scale());
        double commonWhole = common * frame.scale();
        return cut.scaled(common / partFactor)
                .correlationWithin(
                        whole.scaled(commonWhole / wholeFactor), frame.left() * commonWhole, frame.top() * commonWhole);
    }
}
