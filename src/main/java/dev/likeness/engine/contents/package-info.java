/// What does a gallery hold, photo by photo and face by face? Read [GalleryContents] first, then
/// [PhotoDetails] and [GalleryPictures].
@NullMarked
package dev.likeness.engine.contents;

import org.jspecify.annotations.NullMarked;
