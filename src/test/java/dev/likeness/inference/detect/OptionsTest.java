package dev.likeness.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Device CPU = new Device.Cpu();

    @Test
    void inferenceOptions_outOfRange_stateTheRuleThenTheValue() {
        assertThatThrownBy(() -> new InferenceOptions(CPU, 0, 0, 1L << 30))
                .hasMessage("threadsPerCall must be between 1 and 256, got: 0");
        assertThatThrownBy(() -> new InferenceOptions(CPU, 1, -1, 1L << 30))
                .hasMessage("batchSize must be between 1 and 1024, or 0 for the device's default, got: -1");
        assertThatThrownBy(() -> new InferenceOptions(CPU, 1, 0, 1000))
                .hasMessage("gpuMemoryLimitBytes must be at least 67108864, got: 1000");
    }

    @Test
    void batchSize_zero_isTheDevicesOwn() {
        assertThat(InferenceOptions.defaults().batchSizeOn(CPU)).isEqualTo(16);
        assertThat(InferenceOptions.defaults().batchSizeOn(new Device.Cuda(0))).isEqualTo(64);
        assertThat(new InferenceOptions(CPU, 1, 7, 1L << 30).batchSizeOn(CPU)).isEqualTo(7);
    }

    @Test
    void detectionOptions_outOfRange_stateTheRuleThenTheValue() {
        assertThatThrownBy(() -> new DetectionOptions(31, 0.6f, 0.3f, 16, 0))
                .hasMessage("longSide must be between 32 and 8192, got: 31");
        assertThatThrownBy(() -> new DetectionOptions(1280, 1.5f, 0.3f, 16, 0))
                .hasMessage("minScore must be above 0 and at most 1, or 0 for the detector's default, got: 1.5");
        assertThatThrownBy(() -> new DetectionOptions(1280, 0.6f, Float.NaN, 16, 0))
                .hasMessage("nmsIou must be above 0 and below 1, or 0 for the detector's default, got: NaN");
        assertThatThrownBy(() -> new DetectionOptions(1280, 0.6f, 0.3f, 0, 0))
                .hasMessage("minFace must be at least 1, got: 0");
        assertThatThrownBy(() -> new DetectionOptions(1280, 0.6f, 0.3f, 16, 640))
                .hasMessage("secondPassLongSide must be 0 or between longSide and 32768, got: 640");
    }

    @Test
    void detectionOptions_zero_isTheDetectorsOwn() {
        assertThat(DetectionOptions.defaults().minScoreOr(0.5f)).isEqualTo(0.5f);
        assertThat(DetectionOptions.defaults().nmsIouOr(0.4f)).isEqualTo(0.4f);
        assertThat(new DetectionOptions(1280, 0.7f, 0.2f, 16, 0).minScoreOr(0.5f))
                .isEqualTo(0.7f);
        assertThat(new DetectionOptions(1280, 0.7f, 0.2f, 16, 0).nmsIouOr(0.4f)).isEqualTo(0.2f);
    }
}
