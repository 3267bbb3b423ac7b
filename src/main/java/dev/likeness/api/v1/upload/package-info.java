/// Adding photos, alone or as the photos of a person.
@NullMarked
package dev.likeness.api.v1.upload;

import org.jspecify.annotations.NullMarked;
