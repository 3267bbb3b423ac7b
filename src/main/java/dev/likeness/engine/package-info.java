/// What can the application do? The stages joined: ingest, search, people, re-embedding, export.
///
/// [dev.likeness.engine.Engine] is the one room behind every door (command line now, HTTP later); a door builds a
/// request record, calls the engine, and shows the record that comes back. [dev.likeness.extract.FaceExtractor] is the
/// life of one photo up to its embeddings.
@NullMarked
package dev.likeness.engine;

import org.jspecify.annotations.NullMarked;
