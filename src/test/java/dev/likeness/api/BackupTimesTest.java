package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupTimesTest {
    private static final Duration EVERY = Duration.ofHours(1);

    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private long nanos = -5;
    private final BackupTimes times = new BackupTimes(EVERY, () -> now, () -> nanos);

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    private boolean isDue(Instant last) {
        return times.isDue("family", Optional.of(last));
    }

    @Test
    void backup_isDueAtOnceAndAgainAfterTheTime() {
        assertThat(times.isDue("family", Optional.empty())).isTrue();
        Instant made = now;
        times.made("family");
        pass(Duration.ofMinutes(59));
        assertThat(isDue(made)).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(isDue(made)).isTrue();
    }

    @Test
    void backup_madeBeforeTheClockWasSetBack_isFollowedByOneAnHour() {
        Instant made = now;
        times.made("family");
        now = now.minus(Duration.ofDays(1));
        int backups = 0;
        for (int minute = 0; minute < 180; minute++) {
            pass(Duration.ofMinutes(1));
            if (isDue(made)) {
                // The folder of backups lets none look older than the one before.
                made = made.plusMillis(1);
                times.made("family");
                backups++;
            }
        }
        assertThat(backups).isEqualTo(3);
    }

    @Test
    void backup_ofTheFutureWhenTheServerStarts_isFollowedByOneAtOnce() {
        Instant future = now.plus(Duration.ofDays(400));
        assertThat(isDue(future)).isTrue();
        times.made("family");
        pass(Duration.ofMinutes(1));
        assertThat(isDue(future)).isFalse();
    }

    @Test
    void failure_beforeTheClockWasSetBack_isTriedAgainSoon() {
        times.failed("family", Duration.ofMinutes(10));
        now = now.minus(Duration.ofDays(1));
        pass(Duration.ofMinutes(9));
        assertThat(times.isDue("family", Optional.empty())).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(times.isDue("family", Optional.empty())).isTrue();
    }
}
