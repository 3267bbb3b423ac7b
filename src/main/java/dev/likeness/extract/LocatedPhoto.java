package dev.likeness.extract;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.Detection;
import dev.likeness.face.FileId;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.face.PictureTurn;
import dev.likeness.image.RgbImage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A photo with detected and aligned faces that are not embedded yet. [FaceExtractor#analyse] embeds them.
///
/// @param file hash of its file, with all metadata
/// @param bytes size of its file
/// @param width width of the upright photo at full size, in pixels
/// @param height height of the upright photo at full size, in pixels
/// @param format the file's format, as the decoder names it
/// @param turns how the stored pixels were turned to be upright
/// @param captureTime when the photo was taken by the camera's clock; null if the photo has no capture time
/// @param fingerprint perceptual fingerprint of the whole photo
/// @param preview the whole photo, at most [#PREVIEW_WIDTH] wide
/// @param detections the detections of the faces, best score first, in pixels of the full-size photo
/// @param crops the aligned 112×112 picture of each face
/// @param flaw why the photo could only be read as far as it goes; empty if it is whole
public record LocatedPhoto(
        PhotoId id,
        FileId file,
        long bytes,
        int width,
        int height,
        String format,
        PhotoOrientation turns,
        @Nullable CaptureTime captureTime,
        PerceptualFingerprint fingerprint,
        RgbImage preview,
        List<Detection> detections,
        List<RgbImage> crops,
        Optional<String> flaw) {
    /// Width of a preview in pixels, at most. It is the smallest that the API offers, which lists of photos
    /// show.
    public static final int PREVIEW_WIDTH = 320;

    public LocatedPhoto {
        detections = List.copyOf(detections);
        crops = List.copyOf(crops);
    }

    /// The same photo with another capture time.
    public LocatedPhoto withCaptureTime(@Nullable CaptureTime other) {
        return new LocatedPhoto(
                id, file, bytes, width, height, format, turns, other, fingerprint, preview, detections, crops, flaw);
    }

    /// The same photo in another orientation. The crops are upright faces, and stay as they are.
    LocatedPhoto turned(PhotoOrientation other) {
        PictureTurn turn = PictureTurn.between(turns.total(), other.total(), width, height);
        return new LocatedPhoto(
                id,
                file,
                bytes,
                Math.round(turn.toWidth()),
                Math.round(turn.toHeight()),
                format,
                other,
                captureTime,
                fingerprint.turned(turn.turn()),
                preview.turned(turn.turn()),
                detections.stream().map(turn::apply).toList(),
                crops,
                flaw);
    }
}
