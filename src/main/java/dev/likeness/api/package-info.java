/// What does Likeness look like over HTTP? The server, its safety, and what every API on it shares.
///
/// [dev.likeness.api.ApiServer] is the server; a [dev.likeness.api.Facade] is one API on it, such
/// as the native one in `dev.likeness.api.v1`. A handler gets a [dev.likeness.api.http.Call] on a
/// virtual thread, asks the [dev.likeness.api.Backend], and gives back a [dev.likeness.api.http.Reply];
/// nothing of the engine ever runs on an event loop.
@NullMarked
package dev.likeness.api;

import org.jspecify.annotations.NullMarked;
