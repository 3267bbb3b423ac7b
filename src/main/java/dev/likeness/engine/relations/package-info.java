/// How the people of a gallery relate to each other: who appears in the same photos, and which faces would
/// belong to a part of a person.
@NullMarked
package dev.likeness.engine.relations;

import org.jspecify.annotations.NullMarked;
