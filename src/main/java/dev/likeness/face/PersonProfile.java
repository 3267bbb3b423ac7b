package dev.likeness.face;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What a person's faces tell of them together: which one shows them best, and how well they agree.
///
/// It is of exactly the faces it was drawn of; see [#isOf].
///
/// @param cover the clearest typical face: of the greatest magnitude × cosine to the template Σ aû
/// @param confidence the mean cosine of two of the faces, weighted by their magnitudes, 0 to 1; null of
///     one face alone, which agrees with nothing
/// @param facesFingerprint the sum of [#faceFingerprint] over the faces
public record PersonProfile(FaceId cover, @Nullable Float confidence, long facesFingerprint) {
    /// Hexadecimal ones of a long.
    private static final int DIGITS = 16;

    /// @throws LikenessException `INVALID_ARGUMENT` if `confidence` is not between 0 and 1
    public PersonProfile {
        if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a confidence must be between 0 and 1, got: " + confidence);
        }
    }

    /// Draws a portrait.
    ///
    /// @param faces of one person, at least one, in any order
    /// @throws LikenessException `INVALID_ARGUMENT` if there is none
    public static PersonProfile of(Collection<Face> faces) {
        if (faces.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a portrait must be of at least one face, got none");
        }
        double[] template =
                new double[faces.iterator().next().embedding().direction().dimension()];
        double magnitudes = 0;
        double squares = 0;
        long members = 0;
        for (Face face : faces) {
            float[] raw = face.embedding().raw();
            for (int i = 0; i < template.length; i++) {
                template[i] += raw[i];
            }
            double magnitude = face.embedding().magnitude();
            magnitudes += magnitude;
            squares += magnitude * magnitude;
            members += faceFingerprint(face.id(), face.embedding().magnitude());
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
        // |Σ aû|² holds each face with itself, Σ a², and each pair twice.
        double pairs = dot(template) - squares;
        double weights = magnitudes * magnitudes - squares;
        Float confidence = faces.size() == 1 ? null : (Float) (float) Math.clamp(pairs / weights, 0, 1);
        return new PersonProfile(cover, confidence, members);
    }

    /// One face's part in [#facesFingerprint]: a face that comes, goes or has another embedding changes the sum.
    public static long faceFingerprint(FaceId face, float magnitude) {
        String sha256 = face.photo().sha256();
        // Both ends, since ids that are counted and not hashed differ at the last digits alone.
        long bits = Long.parseUnsignedLong(sha256, 0, DIGITS, 16)
                + 0x9e3779b97f4a7c15L * face.ordinal()
                + (Long.parseUnsignedLong(sha256, sha256.length() - DIGITS, sha256.length(), 16)
                        ^ ((long) Float.floatToIntBits(magnitude) << Integer.SIZE));
        // Stafford's Mix13, so that sums of different faces differ.
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }

    /// Whether it was drawn of the faces with this sum of [#faceFingerprint].
    public boolean isOf(long faces) {
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
