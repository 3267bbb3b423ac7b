/// What does a line of the program's own log look like? `logback.xml` names the classes for text;
/// [dev.likeness.cli.log.LogFormat] changes to JSON.
@NullMarked
package dev.likeness.cli.log;

import org.jspecify.annotations.NullMarked;
