/// Which faces did other programs mark in a photo, and with which names?
///
/// [dev.likeness.xmp.XmpDocument] parses a packet or a sidecar file and provides its
/// [dev.likeness.xmp.FaceRegions]. It writes the document back with added or renamed regions and without
/// other changes. Only this package uses Adobe's XMP library and the JDK's XML parsers.
@NullMarked
package dev.likeness.xmp;

import org.jspecify.annotations.NullMarked;
