/// How does a user fill, search and manage a gallery at a prompt?
///
/// Read [dev.likeness.cli.gallery.IngestCommand] first, which adds photos, then
/// [dev.likeness.cli.gallery.SearchCommand].
@NullMarked
package dev.likeness.cli.gallery;

import org.jspecify.annotations.NullMarked;
