/// How do the colours of an embedded profile become sRGB?
@NullMarked
package dev.likeness.image.color;

import org.jspecify.annotations.NullMarked;
