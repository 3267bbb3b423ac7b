/// How does a model run, and on which device? Read [ModelSession] first, then [Device].
@NullMarked
package dev.likeness.inference.runtime;

import org.jspecify.annotations.NullMarked;
