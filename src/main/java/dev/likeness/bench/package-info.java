/// How fast is Likeness on this machine, and how do its times grow with the data? Read [IngestBenchmark]
/// first, then [HttpBenchmark].
@NullMarked
package dev.likeness.bench;

import org.jspecify.annotations.NullMarked;
