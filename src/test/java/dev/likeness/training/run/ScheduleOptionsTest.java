package dev.likeness.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.training.run.ScheduleOptions.Decay;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleOptionsTest {
    private static final long STEPS_PER_EPOCH = 100;

    @Test
    void multiStep_isThePublishedSchedule() {
        ScheduleOptions published = ScheduleOptions.defaults();

        assertThat(rate(published, 0)).isEqualTo(.1);
        assertThat(rate(published, 999)).isEqualTo(.1);
        assertThat(rate(published, 1_000)).isCloseTo(.01, within(1e-12));
        assertThat(rate(published, 1_800)).isCloseTo(.001, within(1e-12));
        assertThat(rate(published, 2_499)).isCloseTo(.0001, within(1e-12));
    }

    @Test
    void cosine_afterWarmUp_fallsFromTheHighestToNothing() {
        ScheduleOptions cosine = new ScheduleOptions(5, 32, .2, 1, Decay.COSINE, List.of(), .1, .9, 0);

        assertThat(rate(cosine, 0)).isCloseTo(.002, within(1e-12));
        assertThat(rate(cosine, 49)).isCloseTo(.1, within(1e-12));
        assertThat(rate(cosine, 100)).isCloseTo(.2, within(1e-12));
        assertThat(rate(cosine, 300)).isCloseTo(.1, within(1e-12));
        assertThat(rate(cosine, 499)).isLessThan(1e-5);
    }

    @Test
    void milestones_thatDoNotAscend_areRefused() {
        assertThatThrownBy(() -> new ScheduleOptions(5, 32, .2, 0, Decay.MULTI_STEP, List.of(4, 2), .1, .9, 0))
                .hasMessage("milestones must be ascending epochs, at least 1, got: [4, 2]");
    }

    private static double rate(ScheduleOptions schedule, long step) {
        return schedule.learningRate(step, STEPS_PER_EPOCH);
    }
}
