/// CompreFace's REST on Likeness's galleries, for software that was written for it: subjects, their
/// faces, recognition, verification.
///
/// A face collection is a gallery, a subject is a person. [dev.likeness.api.compreface.CompreFace] joins
/// the resources.
@NullMarked
package dev.likeness.api.compreface;

import org.jspecify.annotations.NullMarked;
