/// What do several packages need? Files, threads, JSON and checks. This package imports only `face` from
/// Likeness.
@NullMarked
package dev.likeness.support;

import org.jspecify.annotations.NullMarked;
