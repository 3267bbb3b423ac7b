/// Who did what on this server? The audit log: calls that search or change, and calls that were refused.
///
/// Read [dev.likeness.api.http.audit.AuditLog].
@NullMarked
package dev.likeness.api.http.audit;

import org.jspecify.annotations.NullMarked;
