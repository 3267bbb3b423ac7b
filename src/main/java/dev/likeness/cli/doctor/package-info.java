/// `likeness doctor`: whether this machine has what Likeness needs.
@NullMarked
package dev.likeness.cli.doctor;

import org.jspecify.annotations.NullMarked;
