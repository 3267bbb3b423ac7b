/// How are faces stored, and which stored faces resemble a given one?
///
/// [dev.likeness.index.lucene.GalleryDirectory] is the entry point: it opens a [dev.likeness.index.Gallery],
/// which provides writers and [dev.likeness.index.GallerySnapshot]s, immutable views of one point in time
/// that answer every query. Lucene is used only inside this package.
@NullMarked
package dev.likeness.index;

import org.jspecify.annotations.NullMarked;
