/// What several packages need and that knows nothing of faces. It imports no other package of Likeness.
@NullMarked
package dev.likeness.support;

import org.jspecify.annotations.NullMarked;
