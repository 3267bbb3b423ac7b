/// What do the documents of photos and faces look like? Read [GalleryDocuments] first, then [LeafFaces].
@NullMarked
package dev.likeness.index.lucene.documents;

import org.jspecify.annotations.NullMarked;
