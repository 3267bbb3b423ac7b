/// How do clients of Amazon Rekognition use Likeness? Its face operations on Likeness's galleries: JSON 1.1
/// over `POST /`, requests signed with AWS Signature Version 4. A collection is a gallery, a user is a person.
///
/// Read [dev.likeness.api.rekognition.Rekognition], which dispatches the operations, and
/// [dev.likeness.api.rekognition.CollectionAccess], through which they reach galleries.
@NullMarked
package dev.likeness.api.rekognition;

import org.jspecify.annotations.NullMarked;
