/// Who sent a request, and at which address does its client reach the server, when a reverse proxy stands between?
///
/// Read [dev.likeness.api.proxy.TrustedProxies], which believes the headers of some proxies only.
@NullMarked
package dev.likeness.api.proxy;

import org.jspecify.annotations.NullMarked;
