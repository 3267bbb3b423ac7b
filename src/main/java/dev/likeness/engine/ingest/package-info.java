/// How do photos get into a gallery, and how does a gallery move to another embedder? Read [Ingest] first, then
/// [Reembedding].
@NullMarked
package dev.likeness.engine.ingest;

import org.jspecify.annotations.NullMarked;
