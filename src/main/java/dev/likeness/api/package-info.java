/// How is Likeness used over HTTP? The server and the services that its APIs share.
///
/// Read [dev.likeness.api.ApiServer], which starts and stops the server, and
/// [dev.likeness.api.Backend], the services that handlers use. A [dev.likeness.api.Facade] is one API of the
/// server, such as the native one in `dev.likeness.api.v1`.
@NullMarked
package dev.likeness.api;

import org.jspecify.annotations.NullMarked;
