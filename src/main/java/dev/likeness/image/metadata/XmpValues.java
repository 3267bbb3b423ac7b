package dev.likeness.image.metadata;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Source;
import dev.likeness.face.Orientation;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The few properties of an XMP packet that decide how a photo is shown and where it stands in time. They are
/// looked for in the text, under the prefixes that all programs use, so a damaged packet costs nothing and
/// gives what it still has.
public final class XmpValues {
    /// The properties that state when a photo was taken, the most reliable first.
    private static final List<Pattern> TIMES = Stream.of(
                    "photoshop:DateCreated",
                    "exif:DateTimeOriginal",
                    "xmp:CreateDate",
                    "xap:CreateDate",
                    "exif:DateTimeDigitized")
            .map(XmpValues::property)
            .toList();

    private static final Pattern ORIENTATION = property("tiff:Orientation");

    private XmpValues() {}

    /// A property as an attribute or as an element.
    private static Pattern property(String name) {
        return Pattern.compile("[\\s<]" + name + "(?:\\s{0,9}=\\s{0,9}[\"']([^\"'<]{1,64})[\"']|>([^<]{1,64})<)");
    }

    /// When the photo was taken.
    public static Optional<CaptureTime> time(byte[] packet, Source source) {
        String text = text(packet);
        return TIMES.stream()
                .flatMap(property -> value(property, text).stream())
                .flatMap(value -> CaptureTimeText.parse(value, source).stream())
                .findFirst();
    }

    /// How the stored picture has to be turned.
    public static Optional<Orientation> orientation(byte[] packet) {
        return value(ORIENTATION, text(packet))
                .filter(value -> value.matches("[1-8]"))
                .map(value -> Orientation.ofTag(Integer.parseInt(value)));
    }

    private static Optional<String> value(Pattern property, String text) {
        Matcher found = property.matcher(text);
        return found.find()
                ? Optional.of((found.group(1) == null ? found.group(2) : found.group(1)).strip())
                : Optional.empty();
    }

    private static String text(byte[] packet) {
        Charset charset = StandardCharsets.UTF_8;
        if (packet.length >= 2 && (packet[0] & 0xFF) == 0xFE && (packet[1] & 0xFF) == 0xFF) {
            charset = StandardCharsets.UTF_16BE;
        } else if (packet.length >= 2 && (packet[0] & 0xFF) == 0xFF && (packet[1] & 0xFF) == 0xFE) {
            charset = StandardCharsets.UTF_16LE;
        }
        return new String(packet, charset);
    }
}
