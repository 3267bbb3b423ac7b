/// What was deleted, so that a restored backup does not bring it back?
///
/// Read [dev.likeness.engine.tombstones.Tombstones] first.
@NullMarked
package dev.likeness.engine.tombstones;

import org.jspecify.annotations.NullMarked;
