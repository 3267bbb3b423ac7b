/// What room may request bodies take, in memory and on disk? A budget that all of them share, the lease of
/// each request, the files of its form, and the rule that their texts are UTF-8.
///
/// Read [dev.likeness.api.http.body.BodyLease].
@NullMarked
package dev.likeness.api.http.body;

import org.jspecify.annotations.NullMarked;
