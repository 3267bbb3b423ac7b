/// How is a failure reported over HTTP? Problems of RFC 9457 with a code and a status.
///
/// Read [dev.likeness.api.problem.Problem], which turns an exception into a response without revealing paths,
/// and [dev.likeness.api.problem.ProblemCode].
@NullMarked
package dev.likeness.api.problem;

import org.jspecify.annotations.NullMarked;
