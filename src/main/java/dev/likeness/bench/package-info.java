/// How fast is this machine? Read [IngestBenchmark] first, then [HttpBenchmark].
@NullMarked
package dev.likeness.bench;

import org.jspecify.annotations.NullMarked;
