/// Amazon Rekognition's face operations on Likeness's galleries, for software that was written for
/// them: JSON 1.1 over `POST /`, requests signed with AWS Signature Version 4.
///
/// A collection is a gallery, a user is a person. [dev.likeness.api.rekognition.Rekognition] joins
/// the operations; the package's other classes are one chapter of them each, or what all share.
@NullMarked
package dev.likeness.api.rekognition;

import org.jspecify.annotations.NullMarked;
