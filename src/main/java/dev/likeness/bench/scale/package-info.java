/// How time and memory grow with a gallery, up to a million faces. Start at [dev.likeness.bench.scale.ScaleBenchmark];
/// [dev.likeness.bench.scale.ScaleStep] says what is measured.
@NullMarked
package dev.likeness.bench.scale;

import org.jspecify.annotations.NullMarked;
