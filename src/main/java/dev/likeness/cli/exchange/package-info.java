/// How do names travel to and from other programs?
///
/// Read [dev.likeness.cli.exchange.PeopleImportCommand] and
/// [dev.likeness.cli.exchange.PeopleExportCommand]; both work with XMP sidecars or one JSON file.
@NullMarked
package dev.likeness.cli.exchange;

import org.jspecify.annotations.NullMarked;
