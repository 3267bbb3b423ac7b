/// What can the application do? It combines ingest, search, people, re-embedding and export.
///
/// [dev.likeness.engine.Engine] is the common core of every user interface (command line and HTTP). An
/// interface builds a request record, calls the engine, and displays the result record.
/// [dev.likeness.extract.FaceExtractor] processes one photo up to its embeddings.
@NullMarked
package dev.likeness.engine;

import org.jspecify.annotations.NullMarked;
