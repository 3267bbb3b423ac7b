/// Which models are available, and are their files valid? Read [ModelCatalog] first, then [ModelManifest].
@NullMarked
package dev.likeness.inference.model;

import org.jspecify.annotations.NullMarked;
