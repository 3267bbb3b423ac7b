package dev.likeness.engine.duplicates;

import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.util.List;

/// The position of a cropped photo in its original, assuming that a face of both is the same face. The copy
/// may be resized, but not rotated. Scale and position follow from the centre and the spread of the face's
/// five landmarks.
///
/// @param scale pixels of the copy for each pixel of the original
/// @param left left edge of the copy's frame, in pixels of the original
/// @param top top edge of the copy's frame, in pixels of the original
public record CropFrame(double scale, double left, double top) {
    /// Tolerance by which the frame may extend past the original's, as a share of its sides: detections
    /// jitter.
    private static final double SLACK = 0.12;

    /// The frame in which a face of a copy is the face of its original.
    public static CropFrame of(StoredFace original, StoredFace copy) {
        Landmarks from = original.face().detection().landmarks();
        Landmarks to = copy.face().detection().landmarks();
        Point centre = centre(from);
        Point copied = centre(to);
        double scale = spread(to, copied) / spread(from, centre);
        return new CropFrame(scale, centre.x() - copied.x() / scale, centre.y() - copied.y() / scale);
    }

    /// Whether the copy's frame lies within the original's.
    public boolean fits(StoredPhoto original, StoredPhoto copy) {
        double slackX = SLACK * original.width();
        double slackY = SLACK * original.height();
        return left > -slackX
                && top > -slackY
                && left + copy.width() / scale < original.width() + slackX
                && top + copy.height() / scale < original.height() + slackY;
    }

    private static Point centre(Landmarks landmarks) {
        List<Point> points = landmarks.points();
        float x = 0;
        float y = 0;
        for (Point point : points) {
            x += point.x() / points.size();
            y += point.y() / points.size();
        }
        return new Point(x, y);
    }

    private static double spread(Landmarks landmarks, Point centre) {
        double squares = 0;
        for (Point point : landmarks.points()) {
            double distance = point.distanceTo(centre);
            squares += distance * distance;
        }
        return Math.sqrt(squares);
    }
}
