/// How are photos and faces stored in documents, and how are documents read? Read [GalleryDocuments] first, then
/// [DocumentReader].
@NullMarked
package dev.likeness.index.lucene.documents;

import org.jspecify.annotations.NullMarked;
