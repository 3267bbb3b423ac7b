/// Which options do several commands share?
///
/// Read [dev.likeness.cli.options.GalleryOptions] first, which opens the engine with the options of the
/// command line, then [dev.likeness.cli.options.GlobalOptions], which adds `--json`.
@NullMarked
package dev.likeness.cli.options;

import org.jspecify.annotations.NullMarked;
