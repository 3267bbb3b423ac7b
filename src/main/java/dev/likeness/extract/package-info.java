/// How do pixels become embedded faces? Ingest, search and evaluation take this one road. Read [FaceExtractor] first,
/// then [Probe].
@NullMarked
package dev.likeness.extract;

import org.jspecify.annotations.NullMarked;
