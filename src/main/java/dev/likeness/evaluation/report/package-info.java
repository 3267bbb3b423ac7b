/// What is a measured figure, and how is a report rendered? Read [Report] first, then [Figure].
@NullMarked
package dev.likeness.evaluation.report;

import org.jspecify.annotations.NullMarked;
