package dev.likeness.api.rekognition;

import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.HeadPose;
import dev.likeness.api.http.PictureText;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Requests and responses that several operations share, with AWS's names.
final class Shapes {
    private static final float PERCENT = 100;

    private Shapes() {}

    /// @param bytes the file in base64
    /// @param s3Object an object in S3, which is rejected: the server fetches nothing
    record Image(@Nullable String bytes, @Nullable Object s3Object) {
        /// The file.
        ///
        /// @param name of the parameter, for messages
        /// @throws AwsException `InvalidParameterException`, `InvalidS3ObjectException`
        static byte[] required(String name, @Nullable Image image) {
            if (image == null) {
                throw AwsException.invalid(name + " must be given");
            }
            if (image.s3Object() != null) {
                throw new AwsException(
                        dev.likeness.api.problem.ProblemCode.INVALID_ARGUMENT,
                        "InvalidS3ObjectException",
                        name + " must be sent as Bytes: nothing is fetched from S3");
            }
            String base64 = image.bytes();
            if (base64 == null || base64.isEmpty()) {
                throw AwsException.invalid(name + ".Bytes must have at least 1 byte");
            }
            try {
                return PictureText.decode(base64);
            } catch (IllegalArgumentException _) {
                throw AwsException.invalid(name + ".Bytes must be base64");
            }
        }
    }

    /// A box in fractions of the image's width and height.
    record BoundingBox(float width, float height, float left, float top) {
        static BoundingBox of(Box box, ImageSize frame) {
            return new BoundingBox(
                    box.width() / frame.width(),
                    box.height() / frame.height(),
                    box.left() / frame.width(),
                    box.top() / frame.height());
        }
    }

    /// The size of an upright image in pixels.
    record ImageSize(int width, int height) {}

    /// @param type AWS's name; left and right are those of the image
    record Landmark(String type, float x, float y) {
        static List<Landmark> of(Landmarks landmarks, ImageSize frame) {
            List<Landmark> all = new ArrayList<>();
            List<String> types = List.of("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight");
            for (int i = 0; i < types.size(); i++) {
                Point point = landmarks.points().get(i);
                all.add(new Landmark(types.get(i), point.x() / frame.width(), point.y() / frame.height()));
            }
            return List.copyOf(all);
        }
    }

    /// @param brightness mean luma of the face's crop, 0 to 100; see [FaceBrightness]
    /// @param sharpness Likeness's quality, 0 to 100, of the embedding's magnitude
    record ImageQuality(float brightness, float sharpness) {}

    /// How the head is turned, in degrees; see [HeadPose].
    record Pose(float roll, float yaw, float pitch) {
        static Pose of(Landmarks landmarks) {
            HeadPose pose = HeadPose.of(landmarks);
            return new Pose((float) pose.roll(), (float) pose.yaw(), (float) pose.pitch());
        }
    }

    /// @param confidence of the detector, 0 to 100
    record FaceDetail(
            BoundingBox boundingBox, List<Landmark> landmarks, Pose pose, ImageQuality quality, float confidence) {
        static FaceDetail of(Detection detection, double brightness, int quality, ImageSize frame) {
            return new FaceDetail(
                    BoundingBox.of(detection.box(), frame),
                    Landmark.of(detection.landmarks(), frame),
                    Pose.of(detection.landmarks()),
                    new ImageQuality((float) brightness, quality),
                    detection.score() * PERCENT);
        }
    }

    /// A face of a collection.
    ///
    /// @param externalImageId the caller's id of the image, or its file's name
    /// @param userId null if the face is unassigned
    record Face(
            String faceId,
            BoundingBox boundingBox,
            String imageId,
            @Nullable String externalImageId,
            float confidence,
            String indexFacesModelVersion,
            @Nullable String userId) {
        static Face of(
                FaceId id,
                Detection detection,
                ImageSize frame,
                List<String> paths,
                String model,
                @Nullable String userId) {
            return new Face(
                    FaceUuid.of(id).toString(),
                    BoundingBox.of(detection.box(), frame),
                    FaceUuid.of(id.photo()).toString(),
                    ExternalImageId.of(paths),
                    detection.score() * PERCENT,
                    model,
                    userId);
        }
    }

    /// @param similarity 0 to 100
    record FaceMatch(float similarity, Face face) {}

    /// @param userStatus `ACTIVE` with faces, `CREATED` without
    record User(String userId, String userStatus) {
        static User of(String id, boolean faces) {
            return new User(id, status(faces));
        }
    }

    static String status(boolean faces) {
        return faces ? "ACTIVE" : "CREATED";
    }

    /// @param similarity 0 to 100
    record UserMatch(float similarity, User user) {}
}
