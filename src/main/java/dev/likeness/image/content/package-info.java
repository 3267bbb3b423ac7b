/// What identifies a photo: the hash of its picture, whatever metadata surrounds it.
@NullMarked
package dev.likeness.image.content;

import org.jspecify.annotations.NullMarked;
