/// How does a user measure performance?
///
/// Read [dev.likeness.cli.bench.BenchIngestCommand] first, a typical benchmark, then
/// [dev.likeness.cli.bench.BenchSoakCommand], which loads a real server process.
@NullMarked
package dev.likeness.cli.bench;

import org.jspecify.annotations.NullMarked;
