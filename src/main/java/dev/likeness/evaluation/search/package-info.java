/// How well does search find the right person? Read [SearchReport] first, then [SearchEvaluation].
@NullMarked
package dev.likeness.evaluation.search;

import org.jspecify.annotations.NullMarked;
