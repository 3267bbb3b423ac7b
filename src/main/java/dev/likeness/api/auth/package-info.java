/// Who may do what? API keys, their scopes, and how they are stored.
///
/// Read [dev.likeness.api.auth.KeyRing], which finds the caller of a key, and
/// [dev.likeness.api.auth.Principal], which checks what the caller may do.
@NullMarked
package dev.likeness.api.auth;

import org.jspecify.annotations.NullMarked;
