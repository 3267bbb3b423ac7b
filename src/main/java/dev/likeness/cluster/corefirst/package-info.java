/// How does the core-first algorithm cluster faces? Read [CoreFirstClusterer] first, then [CoreFirstSettings].
@NullMarked
package dev.likeness.cluster.corefirst;

import org.jspecify.annotations.NullMarked;
