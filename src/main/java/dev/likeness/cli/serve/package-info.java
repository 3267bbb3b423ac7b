/// How does a user start the server and manage its API keys?
///
/// Read [dev.likeness.cli.serve.ServeCommand] first, then [dev.likeness.cli.serve.KeysCommand].
@NullMarked
package dev.likeness.cli.serve;

import org.jspecify.annotations.NullMarked;
