/// How does Lucene store a gallery: generations, writer, snapshot? Read [GalleryDirectory] first, then
/// [LuceneGallery].
@NullMarked
package dev.likeness.index.lucene;

import org.jspecify.annotations.NullMarked;
