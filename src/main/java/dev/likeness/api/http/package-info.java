/// How does a request become a response? Routes, authentication, limits, body, handler, response, audit log
/// and metrics.
///
/// Read [dev.likeness.api.http.RequestPipeline], the stages of a request, and [dev.likeness.api.http.Routes],
/// with which an API adds its operations. Handlers see a [dev.likeness.api.http.Call] and return a
/// [dev.likeness.api.http.Reply]; they run on virtual threads, never on an event loop.
@NullMarked
package dev.likeness.api.http;

import org.jspecify.annotations.NullMarked;
