/// Does a real server under load, stopped and started, lose anything? Read [SoakBenchmark] first, then [SoakClient].
@NullMarked
package dev.likeness.bench.soak;

import org.jspecify.annotations.NullMarked;
