package dev.likeness.extract;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The pictures of one photo, from the overview to full size. Each is decoded on first use and then cached.
/// Not safe for use by several threads.
final class PhotoPictures {
    /// More pixels than these are decoded at half size, where the format makes that cheap: 360 MB.
    private static final long MAX_DECODED_PIXELS = 120_000_000;

    private final EncodedImage photo;
    private final RgbImage overview;
    private final StageTimes times;
    private final List<RgbImage> decoded = new ArrayList<>();

    /// @param photo turned like the overview
    PhotoPictures(EncodedImage photo, RgbImage overview, StageTimes times) {
        this.photo = photo;
        this.overview = overview;
        this.times = times;
        decoded.add(overview);
    }

    EncodedImage photo() {
        return photo;
    }

    RgbImage overview() {
        return overview;
    }

    /// The long side of the photo at full size, in pixels.
    int fullLongSide() {
        return Math.max(photo.width(), photo.height());
    }

    /// The size of the full photo relative to the overview, at least 1.
    float toFullSize() {
        return (float) photo.width() / overview.width();
    }

    /// The picture at full size.
    RgbImage fullSize() {
        return atLeast(fullLongSide());
    }

    /// The smallest picture whose long side has at least so many pixels; the largest that there is memory for,
    /// if there is none.
    RgbImage atLeast(double longSide) {
        int wanted = (int) Math.ceil(Math.min(longSide, largestLongSide()));
        return decoded.stream()
                .filter(picture -> picture.longSide() >= wanted)
                .min(Comparator.comparingInt(RgbImage::longSide))
                .orElseGet(() -> decode(wanted));
    }

    private int largestLongSide() {
        return (long) photo.width() * photo.height() > MAX_DECODED_PIXELS
                ? Math.ceilDiv(fullLongSide(), 2)
                : fullLongSide();
    }

    private RgbImage decode(int longSide) {
        try {
            RgbImage picture = times.charge(Stage.DECODE, () -> photo.decodeReduced(longSide));
            decoded.add(picture);
            return picture;
        } catch (LikenessException e) {
            if (e.code() != ErrorCode.IMAGE_TOO_LARGE) {
                throw e;
            }
            return decoded.stream()
                    .max(Comparator.comparingInt(RgbImage::longSide))
                    .orElse(overview);
        }
    }
}
