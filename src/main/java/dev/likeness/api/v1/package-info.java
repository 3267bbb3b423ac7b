/// What are the operations of the native API, `/v1`? One class per resource, whose operations are those of the
/// contract (`dev/likeness/api/v1/openapi.yaml`).
///
/// Read [dev.likeness.api.v1.NativeApi], which mounts the resources, and
/// [dev.likeness.api.v1.PeopleResource] as an example of one.
@NullMarked
package dev.likeness.api.v1;

import org.jspecify.annotations.NullMarked;
