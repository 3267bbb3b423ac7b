/// Is this request one that was done before? Answers of changes are kept for a day, so that a client may send a
/// change again whose answer it did not get.
///
/// Read [dev.likeness.api.retry.RepeatedRequests].
@NullMarked
package dev.likeness.api.retry;

import org.jspecify.annotations.NullMarked;
