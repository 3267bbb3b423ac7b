/// What can the application do? It combines ingest, search, people, re-embedding and export.
///
/// [dev.likeness.engine.Engine] is the common core of every user interface (command line and HTTP): it wires
/// the stages together and gives access to them. [dev.likeness.engine.Galleries] lists, creates and deletes
/// galleries. An interface builds a request record, calls the engine, and displays the result record.
@NullMarked
package dev.likeness.engine;

import org.jspecify.annotations.NullMarked;
