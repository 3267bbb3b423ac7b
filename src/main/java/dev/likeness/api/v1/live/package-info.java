/// What a page needs while photos arrive and others edit: events of a gallery, and folders to add.
@NullMarked
package dev.likeness.api.v1.live;

import org.jspecify.annotations.NullMarked;
