/// The people of a gallery, and the edits that users make to them. Read [People] and [PeopleEditor] first, then
/// [PeopleEdit], which has the rules.
@NullMarked
package dev.likeness.engine.people;

import org.jspecify.annotations.NullMarked;
