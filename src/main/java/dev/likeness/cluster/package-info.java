/// Here are faces: which are one person, and do they keep their name?
///
/// A [dev.likeness.cluster.FaceClusterer] groups faces by the company they keep in a
/// [dev.likeness.cluster.Neighbourhood]; [dev.likeness.cluster.PersonMatcher] decides which group goes
/// on under which identity. Smile and its labels stay inside this package.
@NullMarked
package dev.likeness.cluster;

import org.jspecify.annotations.NullMarked;
