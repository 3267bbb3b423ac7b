/// How do clients of CompreFace use Likeness? Its REST API on Likeness's galleries: subjects, their faces,
/// recognition, verification. A face collection is a gallery, a subject is a person.
///
/// Read [dev.likeness.api.compreface.CompreFace], which mounts the resources, and
/// [dev.likeness.api.compreface.FaceCollection], through which they reach galleries.
@NullMarked
package dev.likeness.api.compreface;

import org.jspecify.annotations.NullMarked;
