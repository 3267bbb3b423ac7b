package dev.likeness.engine;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.likeness.engine.backup.ErasedAgain;

/// A gallery that was made of a backup. Components are keys of the JSON form; those of the gallery are not
/// nested.
///
/// @param erased what the backup held and the gallery does not, because it was deleted after the backup
public record RestoredGallery(@JsonUnwrapped GalleryDetails gallery, ErasedAgain erased) {}
