/// What does a request's trace look like? [dev.likeness.api.trace.Tracing] sends it to an OpenTelemetry
/// collector.
@NullMarked
package dev.likeness.api.trace;

import org.jspecify.annotations.NullMarked;
