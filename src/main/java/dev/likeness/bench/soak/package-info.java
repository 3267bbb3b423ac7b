/// Does a server under load lose data when it is stopped and restarted? Read [SoakBenchmark] first, then
/// [SoakClient] and the [SoakLedger] that the server is checked against.
@NullMarked
package dev.likeness.bench.soak;

import org.jspecify.annotations.NullMarked;
