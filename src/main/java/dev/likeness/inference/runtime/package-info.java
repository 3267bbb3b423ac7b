/// How does a model run, on which device? Read [ModelSession] first, then [Device].
@NullMarked
package dev.likeness.inference.runtime;

import org.jspecify.annotations.NullMarked;
