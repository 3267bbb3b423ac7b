/// What does a line of the program's own log look like? `logback.xml` names the classes.
@NullMarked
package dev.likeness.cli.log;

import org.jspecify.annotations.NullMarked;
