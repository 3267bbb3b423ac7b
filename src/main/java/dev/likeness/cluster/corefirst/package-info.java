/// How does the core-first algorithm cluster faces? Read [CoreFirstClusterer] first, which names the classes
/// of its steps, then [CoreFirstSettings].
@NullMarked
package dev.likeness.cluster.corefirst;

import org.jspecify.annotations.NullMarked;
