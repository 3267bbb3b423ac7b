/// Which faces have other programs marked in a photo, and by what names?
///
/// [dev.likeness.xmp.XmpDocument] parses a packet or a sidecar, gives its
/// [dev.likeness.xmp.FaceRegions], and writes itself again with regions added or renamed and
/// everything else kept. Adobe's XMP library and the JDK's XML parsers stay inside this package.
@NullMarked
package dev.likeness.xmp;

import org.jspecify.annotations.NullMarked;
