/// How are people, assertions and edits stored in documents, and how are they erased? Read [PeopleDocuments]
/// first, then [Erasure].
@NullMarked
package dev.likeness.index.lucene.people;

import org.jspecify.annotations.NullMarked;
