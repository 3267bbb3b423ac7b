package dev.likeness.engine;

import dev.likeness.face.LikenessException;
import java.util.List;

/// All galleries of a directory.
///
/// @param galleries those that can be read, by name
/// @param damaged those that cannot be read, by name
public record GalleryList(List<GalleryDetails> galleries, List<Damaged> damaged) {
    /// A gallery that cannot be read.
    ///
    /// @param failure why
    public record Damaged(String name, LikenessException failure) {}

    public GalleryList {
        galleries = List.copyOf(galleries);
        damaged = List.copyOf(damaged);
    }
}
