package dev.likeness.image.metadata;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads when a photo was taken from IPTC data sets (IPTC-NAA Information Interchange Model, record 2).
public final class Iptc {
    private static final byte TAG_MARKER = 0x1C;
    private static final int APPLICATION_RECORD = 2;
    private static final int DATE_CREATED = 55;
    private static final int TIME_CREATED = 60;

    private Iptc() {}

    public static Optional<CaptureTime> time(byte[] dataSets) {
        ByteBuffer left = ByteBuffer.wrap(dataSets);
        String date = "";
        String time = "";
        while (left.remaining() >= 5 && left.get() == TAG_MARKER) {
            int dataSet = ((left.get() & 0xFF) << 8) | (left.get() & 0xFF);
            int length = left.getShort();
            // Only pictures have values of more than 32,767 bytes.
            if (length < 0 || length > left.remaining()) {
                break;
            }
            byte[] value = new byte[length];
            left.get(value);
            String text = new String(value, StandardCharsets.ISO_8859_1);
            if (dataSet == (APPLICATION_RECORD << 8 | DATE_CREATED)) {
                date = text;
            } else if (dataSet == (APPLICATION_RECORD << 8 | TIME_CREATED)) {
                time = text;
            }
        }
        Optional<CaptureTime> exact = CaptureTimeText.parse(date + time, Source.IPTC);
        return exact.isPresent() ? exact : CaptureTimeText.parse(date, Source.IPTC);
    }
}
