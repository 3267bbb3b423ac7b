/// Here is a face: remember it. Which faces are like it?
///
/// [dev.likeness.index.lucene.GalleryDirectory] is the way in: it opens a [dev.likeness.index.Gallery], which hands out
/// writers and [dev.likeness.index.GallerySnapshot]s, immutable points in time that answer every question. Lucene
/// stays inside this package.
@NullMarked
package dev.likeness.index;

import org.jspecify.annotations.NullMarked;
