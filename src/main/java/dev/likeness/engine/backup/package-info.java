/// How is a gallery kept safe, and brought back?
///
/// Read [dev.likeness.engine.backup.Backups] first, which joins the parts:
/// [dev.likeness.engine.backup.BackupRepository], a folder with the backups of galleries, and the one ZIP
/// file that a browser downloads.
@NullMarked
package dev.likeness.engine.backup;

import org.jspecify.annotations.NullMarked;
