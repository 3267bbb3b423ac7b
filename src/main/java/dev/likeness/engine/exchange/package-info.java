/// How are names exchanged with other programs? Read [Exchange] first, then [ImportSummary].
@NullMarked
package dev.likeness.engine.exchange;

import org.jspecify.annotations.NullMarked;
