/// How does a command write a result to a file for users: a page to look at or print, a table for a
/// spreadsheet?
///
/// Read [dev.likeness.cli.file.HtmlPage] first.
@NullMarked
package dev.likeness.cli.file;

import org.jspecify.annotations.NullMarked;
