package dev.likeness.image.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.TestPictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where each format keeps its XMP.
class XmpPacketsTest {
    private static final String PACKET = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>Grüße</x:xmpmeta>";
    private static final String MAIN = "http://ns.adobe.com/xap/1.0/\0";
    private static final String EXTENSION = "http://ns.adobe.com/xmp/extension/\0";
    private static final String GUID = "0123456789ABCDEF0123456789ABCDEF";
    private static final byte[] JPEG = TestPictures.jpeg(TestPictures.letter());

    @Test
    void jpeg_packetInItsSegment() {
        byte[] jpeg = TestPictures.withSegment(JPEG, 0xE1, TestPictures.latin(MAIN), utf8(PACKET));

        assertThat(packets(jpeg)).containsExactly(PACKET);
        assertThat(packets(JPEG)).isEmpty();
    }

    @Test
    void jpeg_extendedPacket_isJoinedFromItsParts_inAnyOrder() {
        String main = PACKET.replace("Grüße", GUID);
        byte[] jpeg = extended(extended(JPEG, GUID, 11, 5, "world"), GUID, 11, 0, "hello");
        jpeg = extended(jpeg, GUID, 11, 10, "!");
        jpeg = TestPictures.withSegment(jpeg, 0xE1, TestPictures.latin(MAIN), utf8(main));

        assertThat(packets(jpeg)).containsExactly(main, "helloworld!");
    }

    @Test
    void jpeg_extensionThatHasAGapOrThatNobodyNames_isLeftOut() {
        String main = PACKET.replace("Grüße", GUID);
        byte[] gap = extended(JPEG, GUID, 11, 5, "world");
        gap = TestPictures.withSegment(gap, 0xE1, TestPictures.latin(MAIN), utf8(main));
        byte[] foreign = extended(JPEG, GUID.replace('0', 'F'), 5, 0, "world");
        foreign = TestPictures.withSegment(foreign, 0xE1, TestPictures.latin(MAIN), utf8(main));

        assertThat(packets(gap)).containsExactly(main);
        assertThat(packets(foreign)).containsExactly(main);
    }

    @Test
    void png_internationalText_plainAndCompressed() {
        byte[] png = TestPictures.encode(TestPictures.letter(), "png");
        byte[] plain = TestPictures.withChunk(
                png, "iTXt", TestPictures.join(utf8("XML:com.adobe.xmp\0\0\0\0\0"), utf8(PACKET)));
        byte[] packed = TestPictures.withChunk(
                png,
                "iTXt",
                TestPictures.join(utf8("XML:com.adobe.xmp\0\1\0\0\0"), TestPictures.deflated(utf8(PACKET))));

        assertThat(packets(plain)).containsExactly(PACKET);
        assertThat(packets(packed)).containsExactly(PACKET);
    }

    @Test
    void png_compressedBomb_isLeftOut() {
        byte[] png = TestPictures.encode(TestPictures.letter(), "png");
        byte[] bomb = TestPictures.withChunk(
                png,
                "iTXt",
                TestPictures.join(utf8("XML:com.adobe.xmp\0\1\0\0\0"), TestPictures.deflated(new byte[64 << 20])));

        assertThat(packets(bomb)).isEmpty();
    }

    @Test
    void webp_chunk() {
        byte[] picture = TestPictures.webpPictureChunk(TestPictures.losslessWebp(TestPictures.letter()));
        byte[] webp = TestPictures.webp(
                TestPictures.webpExtendedHeader(4, TestPictures.WIDTH, TestPictures.HEIGHT),
                picture,
                TestPictures.riffChunk("XMP ", utf8(PACKET)));

        assertThat(packets(webp)).containsExactly(PACKET);
    }

    @Test
    void tiff_tag700() {
        assertThat(packets(tiff(utf8(PACKET)))).containsExactly(PACKET);
    }

    @Test
    void tornAfterAnyByte_givesThePacketOrNothing() {
        byte[] jpeg = TestPictures.withSegment(JPEG, 0xE1, TestPictures.latin(MAIN), utf8(PACKET));
        byte[] png = TestPictures.withChunk(
                TestPictures.encode(TestPictures.letter(), "png"),
                "iTXt",
                TestPictures.join(utf8("XML:com.adobe.xmp\0\0\0\0\0"), utf8(PACKET)));
        byte[] tiff = tiff(utf8(PACKET));

        for (int length = 12; length < 200; length++) {
            assertThat(XmpPackets.find(ImageFormat.JPEG, Arrays.copyOf(jpeg, length)))
                    .hasSizeBetween(0, 1);
            assertThat(XmpPackets.find(ImageFormat.PNG, Arrays.copyOf(png, length)))
                    .hasSizeBetween(0, 1);
            assertThat(XmpPackets.find(ImageFormat.TIFF, Arrays.copyOf(tiff, length)))
                    .hasSizeBetween(0, 1);
        }
    }

    private static byte[] extended(byte[] jpeg, String guid, int whole, int offset, String part) {
        byte[] place = ByteBuffer.allocate(8).putInt(whole).putInt(offset).array();
        return TestPictures.withSegment(
                jpeg, 0xE1, TestPictures.latin(EXTENSION), TestPictures.latin(guid), place, utf8(part));
    }

    /// A TIFF of one 1×1 gray pixel: just enough fields to be opened, and tag 700.
    private static byte[] tiff(byte[] packet) {
        int[][] fields = {
            {0x100, 4, 1, 1},
            {0x101, 4, 1, 1},
            {0x102, 3, 1, 8},
            {0x103, 3, 1, 1},
            {0x106, 3, 1, 1},
            {0x111, 4, 1, 8 + 2 + 10 * 12 + 4},
            {0x115, 3, 1, 1},
            {0x116, 4, 1, 1},
            {0x117, 4, 1, 1},
            {700, 1, packet.length, 8 + 2 + 10 * 12 + 4 + 2}
        };
        ByteBuffer file =
                ByteBuffer.allocate(8 + 2 + 10 * 12 + 4 + 2 + packet.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(TestPictures.latin("II*\0")).putInt(8).putShort((short) fields.length);
        for (int[] field : fields) {
            file.putShort((short) field[0])
                    .putShort((short) field[1])
                    .putInt(field[2])
                    .putInt(field[3]);
        }
        return file.putInt(0).putShort((short) 0).put(packet).array();
    }

    private static List<String> packets(byte[] file) {
        return new ImageReader(ImageOptions.defaults())
                .open(file).xmpPackets().stream()
                        .map(packet -> new String(packet, StandardCharsets.UTF_8))
                        .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
