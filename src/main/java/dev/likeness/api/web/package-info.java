/// How do people use Likeness in a browser? Serves the pages below `src/main/web` and the libraries they import.
///
/// The pages call the public `/v1` API and nothing else. Read `WebInterface` first, then `src/docs/web.md`.
@NullMarked
package dev.likeness.api.web;

import org.jspecify.annotations.NullMarked;
