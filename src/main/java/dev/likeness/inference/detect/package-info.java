/// Where are the faces in a picture? Read [FaceDetector] first, then [OnnxFaceDetector].
@NullMarked
package dev.likeness.inference.detect;

import org.jspecify.annotations.NullMarked;
