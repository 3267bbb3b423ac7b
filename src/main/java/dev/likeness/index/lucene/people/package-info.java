/// What do the documents of people, assertions and edits look like, and how are they erased? Read [PeopleDocuments]
/// first, then [Erasure].
@NullMarked
package dev.likeness.index.lucene.people;

import org.jspecify.annotations.NullMarked;
