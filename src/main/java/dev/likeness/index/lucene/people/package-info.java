/// How are people, assertions and edits stored in documents, and how are they written, read and erased? Read
/// [PeopleWriter] first, then [PersonDocuments], [AssertionDocuments] and [EventDocuments].
@NullMarked
package dev.likeness.index.lucene.people;

import org.jspecify.annotations.NullMarked;
