package dev.likeness.image.metadata;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Source;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the time that phones and programs put into the names of photos, such as `IMG_20200102_030405`,
/// `IMG-20200102-WA0001`, `Screenshot_2020-01-02-03-04-05` and `2020-01-02 03.04.05`.
public final class FileNameTime {
    private static final String DATE = "(?<!\\d)((?:19|20)\\d{2})([-_.]?)(\\d{2})\\2(\\d{2})";

    private static final List<Pattern> TIMES = List.of(
            Pattern.compile(DATE + "(?:[ _.T-]| at |-?T)?(\\d{2})[-_.:h]?(\\d{2})[-_.:m]?(\\d{2})(?:\\d{3})?(?!\\d)"),
            Pattern.compile(DATE + "(?!\\d)"));

    private FileNameTime() {}

    /// The time in a file name.
    public static Optional<CaptureTime> parse(String name) {
        for (Pattern pattern : TIMES) {
            Matcher found = pattern.matcher(name);
            while (found.find()) {
                StringBuilder text =
                        new StringBuilder("%s-%s-%s".formatted(found.group(1), found.group(3), found.group(4)));
                if (found.groupCount() > 4) {
                    text.append(" %s:%s:%s".formatted(found.group(5), found.group(6), found.group(7)));
                }
                // Zeros in a name are digits of some number, not an unknown month.
                Optional<CaptureTime> time = text.indexOf("-00") > 0
                        ? Optional.empty()
                        : CaptureTimeText.parse(text.toString(), Source.FILE_NAME);
                boolean complete = time.filter(
                                known -> known.precision() == CaptureTime.Precision.SECOND || found.groupCount() == 4)
                        .isPresent();
                if (complete) {
                    return time;
                }
            }
        }
        return Optional.empty();
    }
}
