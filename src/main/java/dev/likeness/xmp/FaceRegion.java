package dev.likeness.xmp;

import dev.likeness.face.Box;
import org.jspecify.annotations.Nullable;

/// A face region that another program wrote.
///
/// @param item position of the region in its list, counted from 1
/// @param name name of the person; null if the region has no name
/// @param area position of the face in the image that the list applies to, in shares of its sides, 0 to 1;
///     may extend past an edge; of a circle or polygon, the smallest rectangle around it
/// @param isPoint whether the region is a point in the face, and `area` only a speck around it
public record FaceRegion(int item, @Nullable String name, Box area, boolean isPoint) {
    /// A region with an area.
    public FaceRegion(int item, @Nullable String name, Box area) {
        this(item, name, area, false);
    }
}
