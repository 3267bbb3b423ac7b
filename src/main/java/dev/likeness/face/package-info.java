/// The vocabulary every stage shares: what a face is, where it was seen, whose it may be.
///
/// Start with [dev.likeness.face.Face] (one detected face and its embedding) and
/// [dev.likeness.face.LikenessException] (the one exception a user ever meets). This package imports
/// nothing but the JDK and JSpecify; every other package imports it.
@NullMarked
package dev.likeness.face;

import org.jspecify.annotations.NullMarked;
