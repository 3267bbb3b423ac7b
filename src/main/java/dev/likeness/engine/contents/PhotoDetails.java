package dev.likeness.engine.contents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.engine.people.Assignments;
import dev.likeness.engine.relations.FaceContext;
import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.scoring.MatchScorer;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The details of one photo in a gallery.
///
/// @param captureTimePrecision what is known of the capture time: `second`, `day`, `month` or `year`; null if
///     the photo has none
/// @param captureTimeSource where the capture time was found: `exif`, `xmp`, `iptc`, `exif-changed`, `gps`,
///     `png`, `sidecar`, `takeout` or `file-name`; null if the photo has none
/// @param turned by how many degrees it is shown turned, clockwise, beyond what its file states: 0, 90, 180
///     or 270
/// @param turnedByUser whether a user said so; else its faces show it
/// @param fileIds hashes of its files, sorted; several if copies differ in their metadata
/// @param companions paths of the files that show the same shot and are not read, such as the RAW file of a
///     JPEG or the short video of a phone, sorted
public record PhotoDetails(
        PhotoId photo,
        List<String> paths,
        List<FileId> fileIds,
        List<String> companions,
        String format,
        int width,
        int height,
        int turned,
        boolean turnedByUser,
        @Nullable LocalDateTime captureTime,
        @Nullable String captureTimePrecision,
        @Nullable String captureTimeSource,
        List<PhotoFace> faces) {
    public PhotoDetails {
        paths = List.copyOf(paths);
        fileIds = List.copyOf(fileIds);
        companions = List.copyOf(companions);
        faces = List.copyOf(faces);
    }

    public static PhotoDetails of(GallerySnapshot snapshot, StoredPhoto stored, MatchScorer scorer) {
        return new PhotoDetails(
                stored.id(),
                List.copyOf(stored.paths().keySet()),
                List.copyOf(stored.fileIds()),
                List.copyOf(stored.companions()),
                stored.format(),
                stored.width(),
                stored.height(),
                stored.turns() == null ? 0 : stored.turns().degrees(),
                stored.turns() != null && stored.turns().byUser(),
                stored.capturedAt(),
                stored.captureTime() == null
                        ? null
                        : stored.captureTime().precision().word(),
                stored.captureTime() == null
                        ? null
                        : stored.captureTime().source().word(),
                snapshot.faces(stored.id()).stream()
                        .filter(face -> !isWithdrawn(face))
                        .map(face -> photoFace(snapshot, face, scorer))
                        .toList());
    }

    private static PhotoFace photoFace(GallerySnapshot snapshot, StoredFace face, MatchScorer scorer) {
        float magnitude = face.face().embedding().magnitude();
        int quality = scorer.quality(magnitude);
        return new PhotoFace(
                face.face().id(),
                face.face().detection(),
                magnitude,
                quality,
                face.person(),
                Optional.ofNullable(face.person())
                        .flatMap(snapshot::person)
                        .map(Person::name)
                        .orElse(null),
                Assignments.reason(face.assignment(), quality),
                Assignments.margin(face.assignment()),
                null,
                face.notAFace());
    }

    /// The same with contexts of its faces.
    public PhotoDetails with(Map<FaceId, FaceContext> contexts) {
        return new PhotoDetails(
                photo,
                paths,
                fileIds,
                companions,
                format,
                width,
                height,
                turned,
                turnedByUser,
                captureTime,
                captureTimePrecision,
                captureTimeSource,
                faces.stream().map(face -> face.with(contexts.get(face.face()))).toList());
    }

    /// Whether a user drew a face and took it back.
    private static boolean isWithdrawn(StoredFace face) {
        return face.notAFace() && face.face().id().isDrawn();
    }

    /// One face of the photo.
    ///
    /// @param reason the reason for the assignment; null if the face has not been processed yet
    /// @param margin evidence for the assignment minus evidence for the runner-up, in nats; null if there is
    ///     no runner-up
    /// @param context what the photo's surroundings say for the person; null if they say nothing, and in lists
    /// @param notAFace whether a user marked this detection as not a face
    public record PhotoFace(
            FaceId face,
            Detection detection,
            float magnitude,
            int quality,
            @Nullable PersonId person,
            @Nullable String name,
            @Nullable String reason,
            @Nullable Float margin,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            FaceContext context,

            boolean notAFace) {
        private PhotoFace with(@Nullable FaceContext found) {
            return new PhotoFace(face, detection, magnitude, quality, person, name, reason, margin, found, notAFace);
        }
    }
}
