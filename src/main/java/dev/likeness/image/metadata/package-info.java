/// What do a photo's metadata say, whatever container they are in?
@NullMarked
package dev.likeness.image.metadata;

import org.jspecify.annotations.NullMarked;
