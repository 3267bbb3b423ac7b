/// How are faces stored, and which stored faces resemble a given one?
///
/// [dev.likeness.index.lucene.GalleryDirectory] is the entry point. It opens a [Gallery], which provides a
/// [GalleryWriter] and [GallerySnapshot]s, immutable views of one point in time. A snapshot consists of three
/// interfaces, so that a caller can ask for one of them: [PhotoReader], [PeopleReader] and [FaceSearcher].
/// Lucene is used only inside `index.lucene`.
@NullMarked
package dev.likeness.index;

import org.jspecify.annotations.NullMarked;
