/// How do pixels become embedded faces? Ingest, search and evaluation share this pipeline. Read
/// [FaceExtractor] first, then [Probe].
@NullMarked
package dev.likeness.extract;

import org.jspecify.annotations.NullMarked;
