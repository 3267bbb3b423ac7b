package dev.likeness.index;

import dev.likeness.face.Detection;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A face that a search found, with what an answer shows of it.
///
/// @param captureTime when the photo was taken, to the millisecond; null if the photo has no capture time
/// @param paths the paths of the photo, sorted
public record FoundFace(
        Match match, Detection detection, @Nullable LocalDateTime captureTime, List<String> paths) {
    public FoundFace {
        paths = List.copyOf(paths);
    }
}
