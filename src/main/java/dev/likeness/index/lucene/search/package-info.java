/// How are the nearest faces found in an index? Read [LuceneFaceSearcher] first, then [FaceSearch] and
/// [TemplateJoin].
@NullMarked
package dev.likeness.index.lucene.search;

import org.jspecify.annotations.NullMarked;
