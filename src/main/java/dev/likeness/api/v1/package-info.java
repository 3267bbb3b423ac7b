/// The native HTTP API, `/v1`: one class a resource, each answering the operations of the contract
/// (`dev/likeness/api/v1/openapi.yaml`) that are about it. [dev.likeness.api.v1.NativeApi] joins them.
@NullMarked
package dev.likeness.api.v1;

import org.jspecify.annotations.NullMarked;
