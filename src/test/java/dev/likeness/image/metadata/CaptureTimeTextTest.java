package dev.likeness.image.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Source;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTimeTextTest {
    private static String text(Optional<CaptureTime> time) {
        return time.map(known -> known.time() + " " + known.precision().word()).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "2019:07:14 18:30:05, 2019-07-14T18:30:05 second",
        "2019-07-14T18:30:05.25+02:00, 2019-07-14T18:30:05 second",
        "2019-07-14T18:30, 2019-07-14T18:30 second",
        "2019/07/14 18:30:05, 2019-07-14T18:30:05 second",
        "2019: 7: 1  8: 3: 5, 2019-07-01T08:03:05 second",
        "2019:07:01 12:59:60, 2019-07-01T13:00 second",
        "2019:07:31 24:00:00, 2019-08-01T00:00 second",
        "2019:07:01 25:00:00, 2019-07-01T00:00 day",
        "2019:07:01, 2019-07-01T00:00 day",
        "2019:07:01   :  :, 2019-07-01T00:00 day",
        "2019:07:00 00:00:00, 2019-07-01T00:00 month",
        "2019-07, 2019-07-01T00:00 month",
        "2019:00:00 00:00:00, 2019-01-01T00:00 year",
        "2019, 2019-01-01T00:00 year",
        "20190714, 2019-07-14T00:00 day",
        "20190714183005+0200, 2019-07-14T18:30:05 second",
        "0000:00:00 00:00:00, none",
        "2019:02:30 10:00:00, none",
        "2019:13:01, none",
        "9999:01:01, none",
        "'yesterday, at noon', none"
    })
    void parse_whatProgramsWrite_isTheTimeWithItsPrecision(String written, String expected) {
        assertThat(text(CaptureTimeText.parse(written, Source.EXIF))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "IMG_20200102_030405.jpg, 2020-01-02T03:04:05 second",
        "PXL_20200102_030405123.MP.jpg, 2020-01-02T03:04:05 second",
        "IMG-20200102-WA0001.jpg, 2020-01-02T00:00 day",
        "Screenshot_2020-01-02-03-04-05-678_com.app.png, 2020-01-02T03:04:05 second",
        "Screenshot_20200102-030405.png, 2020-01-02T03:04:05 second",
        "2020-01-02 03.04.05.jpg, 2020-01-02T03:04:05 second",
        "WhatsApp Image 2020-01-02 at 03.04.05.jpeg, 2020-01-02T03:04:05 second",
        "Screen Shot 2020-01-02 at 3.04.05 PM.png, 2020-01-02T00:00 day",
        "2020_01_02 beach.jpg, 2020-01-02T00:00 day"
    })
    void parse_namesOfPhonesAndPrograms_isTheirTime(String name, String expected) {
        assertThat(text(FileNameTime.parse(name))).isEqualTo(expected);
        assertThat(FileNameTime.parse(name)).map(CaptureTime::source).contains(Source.FILE_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DSC_0123.jpg", "20201399.jpg", "120200102.jpg", "1920x1080.png", "20200000.jpg", "a.jpg"})
    void parse_namesWithoutATime_isNone(String name) {
        assertThat(FileNameTime.parse(name)).isEmpty();
    }
}
