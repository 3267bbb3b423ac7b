package dev.likeness.engine.exchange;

import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FileId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageReader;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.RegularFile;
import dev.likeness.support.UndecodablePath;
import dev.likeness.xmp.FaceRegions;
import dev.likeness.xmp.FaceRegions.Dimensions;
import dev.likeness.xmp.XmpDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file of a photo, with what face regions need: its orientation and its embedded metadata.
///
/// @param width width of the upright photo, in pixels
/// @param height height of the upright photo, in pixels
/// @param container how the file's container turns the coded picture before `orientation` counts
/// @param embedded the XMP documents in the file that could be parsed
record PhotoFile(
        Path path, int width, int height, Orientation orientation, Orientation container, List<XmpDocument> embedded) {
    /// Tolerance for the rounded sides of a small preview. A larger difference means that the picture was
    /// cropped.
    private static final double ASPECT_TOLERANCE = 0.02;

    /// The coordinate system of a list of regions.
    enum Frame {
        /// The picture as it is stored, as the Metadata Working Group specifies.
        STORED,
        /// The upright picture: the dimensions of the list are those of the rotated picture.
        UPRIGHT,
        /// The picture as it is coded in a HEIF file, before the file's own turn.
        CODED
    }

    /// @param stored the photo that the gallery stored for the file
    /// @throws LikenessException `IO_FAILED` if the file cannot be read; `GALLERY_INCOMPATIBLE` if the file
    ///     has changed since it was added to the gallery; exceptions of the reader
    static PhotoFile read(ImageReader reader, Path path, StoredPhoto stored) {
        byte[] bytes;
        boolean unchanged;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Instant changed = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
            unchanged = attributes.size() == stored.bytes()
                    && changed.equals(stored.paths().get(UndecodablePath.text(path)));
            bytes = RegularFile.readAllBytes(path, RegularFile.MAX_PHOTO_BYTES);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, RegularFile.reason(e), e);
        }
        if (!unchanged
                && !stored.hasHad(FileId.of(bytes))
                && !PictureHash.of(bytes).equals(stored.id())) {
            throw new LikenessException(ErrorCode.GALLERY_INCOMPATIBLE, "the file has changed since it was read");
        }
        EncodedImage image = reader.open(bytes).turned(stored.orientation());
        List<XmpDocument> embedded = new ArrayList<>();
        for (byte[] packet : image.xmpPackets()) {
            try {
                embedded.add(XmpDocument.parse(packet));
            } catch (LikenessException _) {
                // A camera's invalid packet is ignored, because users cannot repair it; invalid sidecars are reported.
            }
        }
        return new PhotoFile(
                path, stored.width(), stored.height(), image.orientation(), image.containerOrientation(), embedded);
    }

    int storedWidth() {
        return orientation.swapsSides() ? height : width;
    }

    int storedHeight() {
        return orientation.swapsSides() ? width : height;
    }

    Dimensions storedSize() {
        return new Dimensions(storedWidth(), storedHeight());
    }

    /// The coordinate system of a list; empty if the regions were drawn on a cropped picture, so that their
    /// position in this picture is unknown.
    Optional<Frame> frameOf(@Nullable Dimensions appliedTo) {
        if (appliedTo == null || isAlike(appliedTo, storedWidth(), storedHeight())) {
            return Optional.of(Frame.STORED);
        }
        if (orientation.swapsSides() && isAlike(appliedTo, width, height)) {
            return Optional.of(Frame.UPRIGHT);
        }
        return orientation == Orientation.UPRIGHT && container.swapsSides() && isAlike(appliedTo, height, width)
                ? Optional.of(Frame.CODED)
                : Optional.empty();
    }

    private static boolean isAlike(Dimensions applied, int width, int height) {
        double ratio = applied.width() / applied.height() * height / width;
        return Math.abs(ratio - 1) <= ASPECT_TOLERANCE;
    }

    /// Converts an area in shares of a frame's sides to pixels of the upright photo.
    Box pixels(Box area, Frame frame) {
        Box upright = turn(frame).upright(area);
        return new Box(
                upright.left() * width, upright.top() * height, upright.right() * width, upright.bottom() * height);
    }

    /// How a frame's picture is turned to be upright.
    private Orientation turn(Frame frame) {
        return switch (frame) {
            case STORED -> orientation;
            case UPRIGHT -> Orientation.UPRIGHT;
            case CODED -> container;
        };
    }

    /// The inverse of [#pixels], clipped to the photo; empty if the box is outside of it.
    Optional<Box> shares(Box pixels, Frame frame) {
        float left = Math.max(0, pixels.left() / width);
        float top = Math.max(0, pixels.top() / height);
        float right = Math.min(1, pixels.right() / width);
        float bottom = Math.min(1, pixels.bottom() / height);
        if (left >= right || top >= bottom) {
            return Optional.empty();
        }
        Box upright = new Box(left, top, right, bottom);
        return Optional.of(turn(frame).stored(upright));
    }

    /// All lists of face regions in the file.
    List<FaceRegions> embeddedRegions() {
        return embedded.stream()
                .flatMap(document -> document.faceRegions(storedSize()).stream())
                .toList();
    }
}
