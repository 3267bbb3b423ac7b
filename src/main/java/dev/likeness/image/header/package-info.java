/// What does a file say before any pixel is decoded: which format, how large, how turned?
///
/// [dev.likeness.image.header.ImageFormat] tells formats apart by their first bytes. Each format has a header
/// that reads its structure through a bounds-checked buffer.
@NullMarked
package dev.likeness.image.header;

import org.jspecify.annotations.NullMarked;
