package dev.likeness.xmp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One list of face regions of a document, as far as it can be understood.
///
/// @param appliedTo the size of the image when the regions were drawn; null if the list does not say
/// @param regions the faces, in the list's order; regions of other kinds (pets, focus points) are not
///     among them
/// @param problems what could not be understood, a sentence each
public record FaceRegions(
        RegionSchema schema, @Nullable Dimensions appliedTo, List<FaceRegion> regions, List<String> problems) {

    public FaceRegions {
        regions = List.copyOf(regions);
        problems = List.copyOf(problems);
    }

    /// Sides of an image; their unit does not matter, as only their ratio is ever asked.
    public record Dimensions(double width, double height) {}
}
