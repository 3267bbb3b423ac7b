/// What do the compatible APIs of other products share? The gallery of a key, UUIDs of faces, labels of
/// people, and a similarity that does not depend on the size of the gallery.
///
/// Read [dev.likeness.api.compat.FaceUuid] and [dev.likeness.api.compat.PriorFreeSimilarity].
@NullMarked
package dev.likeness.api.compat;

import org.jspecify.annotations.NullMarked;
