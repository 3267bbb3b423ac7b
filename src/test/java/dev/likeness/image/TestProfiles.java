package dev.likeness.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// ICC profiles written by hand (ICC.1:2022): no profile of anybody's is needed to prove colours.
public final class TestProfiles {
    /// sRGB's own curve as a parametric one of type 3.
    private static final byte[] SRGB_CURVE = parametric(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);

    private TestProfiles() {}

    /// The primaries of Display P3 adapted to D50, under sRGB's curve.
    public static byte[] displayP3() {
        return rgb(
                new double[] {0.51512, 0.24120, -0.00105},
                new double[] {0.29198, 0.69225, 0.04189},
                new double[] {0.15710, 0.06657, 0.78407},
                SRGB_CURVE);
    }

    /// Adobe RGB (1998): gamma 2.19921875.
    public static byte[] adobeRgb() {
        return rgb(
                new double[] {0.60974, 0.31111, 0.01947},
                new double[] {0.20528, 0.62567, 0.06087},
                new double[] {0.14919, 0.06322, 0.74457},
                gamma(0x0233));
    }

    public static byte[] srgb() {
        return rgb(
                new double[] {0.43607, 0.22249, 0.01392},
                new double[] {0.38515, 0.71687, 0.09708},
                new double[] {0.14307, 0.06061, 0.71410},
                SRGB_CURVE);
    }

    /// Gray that is linear in light, so that its middle is much too dark when shown as it is.
    public static byte[] linearGray() {
        return profile("mntr", "GRAY", "XYZ ", Map.of("wtpt", xyz(0.9642, 1, 0.8249), "kTRC", gamma(0x0100)));
    }

    /// A press whose magenta ink is green, so that nobody gets it right who does not ask the profile. White paper; any
    /// other full ink is black.
    public static byte[] strangePress() {
        ByteArrayOutputStream toLab = table(4, 3);
        identityTables(toLab, 4);
        for (int node = 0; node < 16; node++) {
            // The last ink, black, varies fastest: bits C, M, Y, K.
            byte[] lab = switch (node) {
                case 0b0000 -> lab(100, 0, 0);
                case 0b0100 -> lab(87.8, -79.3, 81.0);
                default -> lab(0, 0, 0);
            };
            toLab.writeBytes(lab);
        }
        identityTables(toLab, 3);
        // The way back is asked for by readers that test a profile, and never used.
        ByteArrayOutputStream fromLab = table(3, 4);
        identityTables(fromLab, 3);
        fromLab.writeBytes(new byte[8 * 4]);
        identityTables(fromLab, 4);
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("wtpt", xyz(0.9642, 1, 0.8249));
        tags.put("A2B0", toLab.toByteArray());
        tags.put("B2A0", fromLab.toByteArray());
        return profile("prtr", "CMYK", "Lab ", tags);
    }

    /// The head of an eight-bit lookup table with two nodes a side.
    private static ByteArrayOutputStream table(int inputs, int outputs) {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        table.writeBytes(TestPictures.latin("mft1\0\0\0\0"));
        table.writeBytes(new byte[] {(byte) inputs, (byte) outputs, 2, 0});
        for (int i = 0; i < 9; i++) {
            table.writeBytes(fixed(i % 4 == 0 ? 1 : 0));
        }
        return table;
    }

    private static void identityTables(ByteArrayOutputStream lut, int count) {
        for (int i = 0; i < 256 * count; i++) {
            lut.write(i & 0xFF);
        }
    }

    private static byte[] lab(double l, double a, double b) {
        return new byte[] {(byte) Math.round(l * 2.55), (byte) Math.round(a + 128), (byte) Math.round(b + 128)};
    }

    private static byte[] rgb(double[] red, double[] green, double[] blue, byte[] curve) {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("wtpt", xyz(0.9642, 1, 0.8249));
        tags.put("rXYZ", xyz(red));
        tags.put("gXYZ", xyz(green));
        tags.put("bXYZ", xyz(blue));
        tags.put("rTRC", curve);
        tags.put("gTRC", curve);
        tags.put("bTRC", curve);
        return profile("mntr", "RGB ", "XYZ ", tags);
    }

    private static byte[] profile(String deviceClass, String space, String connection, Map<String, byte[]> tags) {
        int start = 128 + 4 + 12 * tags.size();
        ByteBuffer table = ByteBuffer.allocate(start - 128).putInt(tags.size());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        tags.forEach((name, content) -> {
            table.put(TestPictures.latin(name)).putInt(start + data.size()).putInt(content.length);
            data.writeBytes(content);
            data.writeBytes(new byte[-content.length & 3]);
        });
        ByteBuffer header = ByteBuffer.allocate(128)
                .putInt(start + data.size())
                .putInt(0)
                .putInt(0x02400000)
                .put(TestPictures.latin(deviceClass + space + connection));
        header.position(36).put(TestPictures.latin("acsp"));
        header.position(68).put(fixed(0.9642)).put(fixed(1)).put(fixed(0.8249));
        return TestPictures.join(header.array(), table.array(), data.toByteArray());
    }

    private static byte[] xyz(double... values) {
        return TestPictures.join(
                TestPictures.latin("XYZ \0\0\0\0"), fixed(values[0]), fixed(values[1]), fixed(values[2]));
    }

    private static byte[] gamma(int u8Fixed8) {
        return TestPictures.join(
                TestPictures.latin("curv\0\0\0\0\0\0\0\1"),
                ByteBuffer.allocate(4).putShort((short) u8Fixed8).array());
    }

    private static byte[] parametric(double g, double a, double b, double c, double d) {
        return TestPictures.join(
                TestPictures.latin("para\0\0\0\0\0\3\0\0"), fixed(g), fixed(a), fixed(b), fixed(c), fixed(d));
    }

    private static byte[] fixed(double value) {
        return ByteBuffer.allocate(4).putInt((int) Math.round(value * 65536)).array();
    }
}
