/// Which faces and people of a gallery resemble a probe? Read [GallerySearch] first, then [SearchResult].
@NullMarked
package dev.likeness.engine.search;

import org.jspecify.annotations.NullMarked;
