/// Does a process that is killed lose what it acknowledged? Read [CrashBenchmark] first, then [CrashOperation].
@NullMarked
package dev.likeness.bench.crash;

import org.jspecify.annotations.NullMarked;
