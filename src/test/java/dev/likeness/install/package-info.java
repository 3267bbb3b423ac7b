/// What `mvn -Prelease verify` packs, installed and run.
@NullMarked
package dev.likeness.install;

import org.jspecify.annotations.NullMarked;
