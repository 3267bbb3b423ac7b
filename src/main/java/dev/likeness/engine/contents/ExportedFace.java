package dev.likeness.engine.contents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.likeness.face.Box;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.index.StoredFace;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One line of `likeness export`: a stable format for other programs. Coordinates are pixels of the upright,
/// full-size photo.
///
/// @param photo the first of the photo's paths, or null if it has no path left
/// @param box left, top, right, bottom
/// @param landmarks five points: left eye, right eye, nose, left and right mouth corner, as seen in the image
/// @param person the person's number, or null
/// @param vector direction × magnitude, only if vectors were requested
@JsonPropertyOrder({"face", "photo", "box", "landmarks", "score", "magnitude", "quality", "person", "name", "vector"})
public record ExportedFace(
        String face,
        @Nullable String photo,
        List<Float> box,
        List<List<Float>> landmarks,
        float score,
        float magnitude,
        int quality,
        @Nullable Long person,
        @Nullable String name,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Float> vector) {

    public static ExportedFace of(
            StoredFace stored, @Nullable String photo, int quality, @Nullable String name, boolean withVector) {
        Box box = stored.face().detection().box();
        Landmarks landmarks = stored.face().detection().landmarks();
        return new ExportedFace(
                stored.face().id().toString(),
                photo,
                List.of(box.left(), box.top(), box.right(), box.bottom()),
                landmarks.points().stream().map(ExportedFace::coordinates).toList(),
                stored.face().detection().score(),
                stored.face().embedding().magnitude(),
                quality,
                stored.person() == null ? null : stored.person().value(),
                name,
                withVector ? list(stored.face().embedding().raw()) : null);
    }

    private static List<Float> list(float[] components) {
        return IntStream.range(0, components.length)
                .mapToObj(i -> components[i])
                .toList();
    }

    private static List<Float> coordinates(Point point) {
        return Stream.of(point.x(), point.y()).toList();
    }
}
