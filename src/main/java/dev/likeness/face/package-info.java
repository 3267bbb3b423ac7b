/// Which vocabulary do all stages share? Faces, their detections and embeddings, and people.
///
/// Start with [dev.likeness.face.Face] (one detected face and its embedding) and
/// [dev.likeness.face.LikenessException] (the only exception of the public API). This package imports nothing
/// but the JDK and JSpecify; every other package imports it.
@NullMarked
package dev.likeness.face;

import org.jspecify.annotations.NullMarked;
