/// How is a gallery kept in Lucene: generations, writer, snapshot? Read [GalleryDirectory] first, then [LuceneGallery].
@NullMarked
package dev.likeness.index.lucene;

import org.jspecify.annotations.NullMarked;
