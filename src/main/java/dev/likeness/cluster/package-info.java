/// Which faces are one person, and which person of before is that?
///
/// A [FaceClusterer] clusters faces by their neighbours in a [Neighbourhood]. [PersonMatcher] matches the
/// clusters to the people of the previous clustering. Smile and its labels are not visible outside this
/// package and its subpackages.
@NullMarked
package dev.likeness.cluster;

import org.jspecify.annotations.NullMarked;
