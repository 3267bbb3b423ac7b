package dev.likeness.face;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A profile derived from a person's faces: the cover face, and how well the faces agree.
///
/// A profile is valid only for the faces it was computed from; see [#describes].
///
/// @param cover the best typical face: the one with the greatest magnitude × cosine to the template Σ aû
/// @param confidence the mean cosine over pairs of the faces, weighted by their magnitudes, 0 to 1; null for
///     a single face, which has no pair
/// @param facesFingerprint the sum of [#faceFingerprint] over the faces
public record PersonProfile(FaceId cover, @Nullable Float confidence, long facesFingerprint) {
    /// Number of hexadecimal digits in a long.
    private static final int DIGITS = 16;

    /// Checks the confidence.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `confidence` is not between 0 and 1
    public PersonProfile {
        if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a confidence must be between 0 and 1, got: " + confidence);
        }
    }

    /// Computes the profile of a person.
    ///
    /// @param faces the faces of one person, at least one, in any order
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face
    public static PersonProfile of(Collection<Face> faces) {
        if (faces.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "a profile needs at least one face, got: 0");
        }
        double[] template =
                new double[faces.iterator().next().embedding().direction().dimension()];
        double magnitudes = 0;
        double squares = 0;
        long fingerprintSum = 0;
        for (Face face : faces) {
            float[] raw = face.embedding().raw();
            for (int i = 0; i < template.length; i++) {
                template[i] += raw[i];
            }
            double magnitude = face.embedding().magnitude();
            magnitudes += magnitude;
            squares += magnitude * magnitude;
            fingerprintSum += faceFingerprint(face.id(), face.embedding().magnitude());
        }
        FaceId cover = faces.iterator().next().id();
        double best = Double.NEGATIVE_INFINITY;
        for (Face face : faces) {
            double fitness = dot(face.embedding().raw(), template);
            if (fitness > best || (fitness == best && face.id().compareTo(cover) < 0)) {
                cover = face.id();
                best = fitness;
            }
        }
        // |Σ aû|² contains each face paired with itself, Σ a², and each pair twice.
        double pairs = dot(template) - squares;
        double weights = magnitudes * magnitudes - squares;
        Float confidence = faces.size() == 1 ? null : (Float) (float) Math.clamp(pairs / weights, 0, 1);
        return new PersonProfile(cover, confidence, fingerprintSum);
    }

    /// The contribution of one face to [#facesFingerprint]. The sum changes if a face is added, is removed or
    /// gets another embedding.
    public static long faceFingerprint(FaceId face, float magnitude) {
        String sha256 = face.photo().sha256();
        return faceFingerprint(
                Long.parseUnsignedLong(sha256, 0, DIGITS, 16),
                Long.parseUnsignedLong(sha256, sha256.length() - DIGITS, sha256.length(), 16),
                face.ordinal(),
                magnitude);
    }

    /// As [#faceFingerprint(FaceId, float)].
    ///
    /// @param head the first eight bytes of the photo's id
    /// @param tail the last eight bytes of the photo's id
    public static long faceFingerprint(long head, long tail, int ordinal, float magnitude) {
        // Use both ends, since ids that are counted and not hashed differ only in the last digits.
        return mixed(head
                + 0x9e3779b97f4a7c15L * ordinal
                + (tail ^ ((long) Float.floatToIntBits(magnitude) << Integer.SIZE)));
    }

    /// Stafford's Mix13, so that sums of different faces differ.
    private static long mixed(long number) {
        long bits = number;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }

    /// Whether this profile was computed from the faces with this sum of [#faceFingerprint].
    public boolean describes(long faces) {
        return facesFingerprint == faces;
    }

    private static double dot(float[] face, double[] template) {
        double sum = 0;
        for (int i = 0; i < face.length; i++) {
            sum += face[i] * template[i];
        }
        return sum;
    }

    private static double dot(double[] template) {
        double sum = 0;
        for (double component : template) {
            sum += component * component;
        }
        return sum;
    }
}
