/// How is a face aligned and embedded? Read [FaceAligner] first, then [FaceEmbedder].
@NullMarked
package dev.likeness.inference.embed;

import org.jspecify.annotations.NullMarked;
