/// How are the files of backups stored, so that nobody without the pass phrase can read or change them? Read
/// [dev.likeness.engine.backup.encryption.ObjectForm] first.
@NullMarked
package dev.likeness.engine.backup.encryption;

import org.jspecify.annotations.NullMarked;
