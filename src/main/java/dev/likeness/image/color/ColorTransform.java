package dev.likeness.image.color;

import com.twelvemonkeys.imageio.color.ColorProfiles;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.Random;

/// Converts colours of one ICC profile to sRGB. Immutable, so instances are shared between threads.
///
/// Java's colour management (Little CMS) takes about 17 ns per pixel, which is more than decoding the photo
/// takes, and every photo of many phones needs it. Little CMS is therefore used to measure what a profile
/// does. A profile that changes nothing visible is skipped. A profile made of three curves and a matrix, as
/// cameras use, becomes lookup tables that take 2 ns per pixel. Only other profiles go through Little CMS for
/// every pixel.
public sealed interface ColorTransform {
    /// The transform that changes nothing.
    ColorTransform NONE = new Unchanged();

    /// Converts interleaved RGB to interleaved sRGB. The result is the same array or a new one.
    byte[] toSrgb(byte[] rgb);

    /// The transform of a profile.
    ///
    /// @param channels number of colour channels of the picture, 1 or 3
    /// @return the transform; [#NONE] if the profile has the effect of sRGB, is broken, or does not match the
    ///     number of channels
    static ColorTransform of(ByteBuffer profile, int channels) {
        byte[] bytes = new byte[profile.remaining()];
        profile.get(profile.position(), bytes);
        try {
            ICC_Profile source = ColorProfiles.createProfile(bytes);
            if (source.getNumComponents() == 1 && channels == 1) {
                return Gray.fromProfile(source);
            }
            return source.getNumComponents() == 3 ? ofRgb(source) : NONE;
        } catch (RuntimeException _) {
            // A broken profile can cause any runtime exception. The photo is then read without its profile.
            return NONE;
        }
    }

    private static ColorTransform ofRgb(ICC_Profile source) {
        Managed exact = new Managed(source);
        byte[] samples = samples();
        byte[] expected = exact.toSrgb(samples.clone());
        if (maxDifference(samples, expected) <= Unchanged.INVISIBLE) {
            return NONE;
        }
        MatrixShaper tables = MatrixShaper.fromProfile(source);
        return maxDifference(tables.toSrgb(samples.clone()), expected) <= MatrixShaper.TOLERANCE ? tables : exact;
    }

    /// Colours for comparing two transforms: all greys, a 6×6×6 lattice over the RGB cube, and 512 random
    /// colours.
    private static byte[] samples() {
        int levels = 6;
        byte[] samples = new byte[3 * (256 + levels * levels * levels + 512)];
        new Random(20260101).nextBytes(samples);
        int at = 0;
        for (int gray = 0; gray < 256; gray++) {
            for (int channel = 0; channel < 3; channel++) {
                samples[at++] = (byte) gray;
            }
        }
        for (int i = 0; i < levels * levels * levels; i++) {
            samples[at++] = (byte) (51 * (i % levels));
            samples[at++] = (byte) (51 * (i / levels % levels));
            samples[at++] = (byte) (51 * (i / levels / levels));
        }
        return samples;
    }

    private static int maxDifference(byte[] one, byte[] other) {
        int largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((one[i] & 0xFF) - (other[i] & 0xFF)));
        }
        return largest;
    }

    /// Converts colours with Little CMS, in 8 or 16 bits per sample.
    private static WritableRaster convert(ICC_Profile from, ICC_Profile to, Raster colors, WritableRaster target) {
        return new ColorConvertOp(new ICC_Profile[] {from, to}, null).filter(colors, target);
    }

    private static WritableRaster bytes(byte[] samples, int channels) {
        int[] offsets = channels == 1 ? new int[] {0} : new int[] {0, 1, 2};
        return Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length),
                samples.length / channels,
                1,
                samples.length,
                channels,
                offsets,
                null);
    }

    private static ICC_Profile srgb() {
        return ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    }

    /// For sRGB itself. It is recognised by its effect, because dozens of different profiles are named sRGB.
    final class Unchanged implements ColorTransform {
        /// Maximum invisible difference, in levels of 255. Vendors' roundings of sRGB differ by this much in
        /// dark colours.
        private static final int INVISIBLE = 2;

        @Override
        public byte[] toSrgb(byte[] rgb) {
            return rgb;
        }
    }

    /// For grey pictures: one lookup table.
    final class Gray implements ColorTransform {
        private final byte[] table;

        private Gray(byte[] table) {
            this.table = table;
        }

        static ColorTransform fromProfile(ICC_Profile source) {
            byte[] ramp = new byte[256];
            for (int gray = 0; gray < ramp.length; gray++) {
                ramp[gray] = (byte) gray;
            }
            byte[] colors = new byte[3 * ramp.length];
            convert(source, srgb(), bytes(ramp, 1), bytes(colors, 3));
            byte[] table = new byte[ramp.length];
            for (int gray = 0; gray < table.length; gray++) {
                table[gray] = colors[3 * gray + 1];
            }
            return maxDifference(ramp, table) <= Unchanged.INVISIBLE ? NONE : new Gray(table);
        }

        @Override
        public byte[] toSrgb(byte[] rgb) {
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = table[rgb[i] & 0xFF];
            }
            return rgb;
        }
    }

    /// For profiles of three curves and a matrix (ICC.1:2022, section F.3), such as Display P3 and Adobe RGB.
    /// Tables hold what each level of each channel adds to the three linear sRGB channels. The sums then go
    /// through the sRGB transfer curve (IEC 61966-2-1).
    final class MatrixShaper implements ColorTransform {
        /// Maximum difference between the tables and Little CMS, in levels of 255. A larger difference means
        /// that the profile is of another kind.
        private static final int TOLERANCE = 2;

        /// Fraction bits of a linear value in fixed point, 0 to 4. [#BIAS] is added so that out-of-gamut
        /// values stay positive.
        private static final int FRACTION_BITS = 18;

        private static final int FIELD_BITS = FRACTION_BITS + 3;
        private static final int BIAS = 1;

        /// Fraction bits of the index into the table of the sRGB curve. The table also clips at both ends.
        private static final int ENCODING_BITS = 13;

        private static final int INDEX_SHIFT = FRACTION_BITS - ENCODING_BITS;
        private static final int INDEX_MASK = (4 << ENCODING_BITS) - 1;
        private static final byte[] ENCODING = encoding();

        /// What each of the 256 red levels adds to linear red, green and blue, as three fields of one number.
        private final long[] redContributions;

        private final long[] greenContributions;
        private final long[] blueContributions;

        private MatrixShaper(long[] redContributions, long[] greenContributions, long[] blueContributions) {
            this.redContributions = redContributions;
            this.greenContributions = greenContributions;
            this.blueContributions = blueContributions;
        }

        static MatrixShaper fromProfile(ICC_Profile source) {
            double[][] fromXyz = inverse(primaries());
            return new MatrixShaper(
                    contributions(source, 0, fromXyz),
                    contributions(source, 1, fromXyz),
                    contributions(source, 2, fromXyz));
        }

        private static long[] contributions(ICC_Profile source, int channel, double[][] fromXyz) {
            double[] xyz = xyzOfLevels(source, channel);
            // Each sum needs the bias once, and half a step so that dropping bits rounds to nearest.
            double offset = channel == 0 ? BIAS + 0.5 / (1 << ENCODING_BITS) : 0;
            long[] table = new long[256];
            for (int level = 0; level < table.length; level++) {
                for (int out = 2; out >= 0; out--) {
                    double linear = offset;
                    for (int in = 0; in < 3; in++) {
                        linear += fromXyz[out][in] * xyz[3 * level + in];
                    }
                    table[level] = (table[level] << FIELD_BITS) + Math.round(linear * (1 << FRACTION_BITS));
                }
            }
            return table;
        }

        /// What each level of one channel adds to XYZ. The other channels are at full value during the
        /// measurement: in wide profiles a saturated red has a negative Z, which would be clipped to zero.
        private static double[] xyzOfLevels(ICC_Profile source, int channel) {
            WritableRaster levels = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 256, 1, 3, null);
            WritableRaster xyz = levels.createCompatibleWritableRaster();
            for (int level = 0; level < 256; level++) {
                levels.setPixel(level, 0, new int[] {0xFFFF, 0xFFFF, 0xFFFF});
                levels.setSample(level, 0, channel, 257 * level);
            }
            convert(source, ICC_Profile.getInstance(ColorSpace.CS_CIEXYZ), levels, xyz);
            double[] values = new double[3 * 256];
            for (int i = 0; i < values.length; i++) {
                // ICC u1Fixed15: 32768 means 1.0.
                values[i] = (xyz.getSample(i / 3, 0, i % 3) - xyz.getSample(0, 0, i % 3)) / 32768.0;
            }
            return values;
        }

        /// A matrix whose columns are the XYZ of the red, green and blue of sRGB.
        private static double[][] primaries() {
            double[][] matrix = new double[3][3];
            for (int channel = 0; channel < 3; channel++) {
                double[] xyz = xyzOfLevels(srgb(), channel);
                for (int row = 0; row < 3; row++) {
                    matrix[row][channel] = xyz[3 * 255 + row];
                }
            }
            return matrix;
        }

        private static double[][] inverse(double[][] m) {
            double[][] adjugate = new double[3][3];
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 3; column++) {
                    int r1 = (column + 1) % 3;
                    int r2 = (column + 2) % 3;
                    int c1 = (row + 1) % 3;
                    int c2 = (row + 2) % 3;
                    adjugate[row][column] = m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
                }
            }
            double determinant = m[0][0] * adjugate[0][0] + m[0][1] * adjugate[1][0] + m[0][2] * adjugate[2][0];
            for (double[] row : adjugate) {
                for (int column = 0; column < 3; column++) {
                    row[column] /= determinant;
                }
            }
            return adjugate;
        }

        private static byte[] encoding() {
            byte[] table = new byte[INDEX_MASK + 1];
            for (int i = 0; i < table.length; i++) {
                double linear = Math.clamp((double) i / (1 << ENCODING_BITS) - BIAS, 0, 1);
                double encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
                table[i] = (byte) Math.round(255 * encoded);
            }
            return table;
        }

        @Override
        public byte[] toSrgb(byte[] rgb) {
            for (int i = 0; i < rgb.length; i += 3) {
                long sums = redContributions[rgb[i] & 0xFF]
                        + greenContributions[rgb[i + 1] & 0xFF]
                        + blueContributions[rgb[i + 2] & 0xFF];
                rgb[i] = ENCODING[(int) (sums >> INDEX_SHIFT) & INDEX_MASK];
                rgb[i + 1] = ENCODING[(int) (sums >> (INDEX_SHIFT + FIELD_BITS)) & INDEX_MASK];
                rgb[i + 2] = ENCODING[(int) (sums >> (INDEX_SHIFT + 2 * FIELD_BITS)) & INDEX_MASK];
            }
            return rgb;
        }
    }

    /// For every other profile: Little CMS itself. A new operation is created for each call, because its
    /// documentation does not promise thread safety.
    final class Managed implements ColorTransform {
        private final ICC_Profile source;

        private Managed(ICC_Profile source) {
            this.source = source;
        }

        @Override
        public byte[] toSrgb(byte[] rgb) {
            byte[] converted = new byte[rgb.length];
            convert(source, srgb(), bytes(rgb, 3), bytes(converted, 3));
            return converted;
        }
    }
}
