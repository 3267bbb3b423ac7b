package dev.likeness.engine;

import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.IdentityId;
import dev.likeness.face.PhotoId;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a gallery knows of one photo.
public record PhotoReport(
        PhotoId photo,
        List<String> paths,
        String format,
        int width,
        int height,
        @Nullable LocalDateTime captureTime,
        List<PhotoFace> faces) {
    public PhotoReport {
        paths = List.copyOf(paths);
        faces = List.copyOf(faces);
    }

    /// One face of the photo.
    public record PhotoFace(
            FaceId face,
            Detection detection,
            float magnitude,
            int quality,
            @Nullable IdentityId identity,
            @Nullable String name) {}
}
