/// Who is in a gallery, and what did users state about them? Read [People] first, then [PeopleEdit].
@NullMarked
package dev.likeness.engine.people;

import org.jspecify.annotations.NullMarked;
