/// Which models are there, and are their files right? Read [ModelCatalog] first, then [ModelManifest].
@NullMarked
package dev.likeness.inference.model;

import org.jspecify.annotations.NullMarked;
