/// How are the nearest faces found in an index? Read [FaceSearch] first, then [TemplateJoin].
@NullMarked
package dev.likeness.index.lucene.search;

import org.jspecify.annotations.NullMarked;
