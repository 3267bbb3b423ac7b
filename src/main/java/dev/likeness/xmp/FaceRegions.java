package dev.likeness.xmp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One list of face regions of a document, without its invalid regions.
///
/// @param schema the schema of the list
/// @param appliedTo size of the image that the regions refer to; null if the list does not contain it
/// @param regions the faces, in the order of the list, without regions of other types (pets, focus points)
/// @param problems one sentence for each problem, such as an invalid region
public record FaceRegions(
        RegionSchema schema, @Nullable Dimensions appliedTo, List<FaceRegion> regions, List<String> problems) {

    public FaceRegions {
        regions = List.copyOf(regions);
        problems = List.copyOf(problems);
    }

    /// The size of an image. Only its ratio is used, so the unit does not matter.
    public record Dimensions(double width, double height) {}
}
