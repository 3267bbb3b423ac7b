/// What runs longer than a request or must wait for its turn? Background jobs, the write lock of each gallery,
/// the queue before inference and the threads for operations that compute.
///
/// Read [dev.likeness.api.jobs.Jobs] and [dev.likeness.api.jobs.GalleryWriteLock].
@NullMarked
package dev.likeness.api.jobs;

import org.jspecify.annotations.NullMarked;
