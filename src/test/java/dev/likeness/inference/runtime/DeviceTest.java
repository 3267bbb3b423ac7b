package dev.likeness.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    @Test
    void parse_everyForm_isItsDevice() {
        assertThat(Device.parse("auto")).isEqualTo(new Device.Auto());
        assertThat(Device.parse("cpu")).isEqualTo(new Device.Cpu());
        assertThat(Device.parse("cuda")).isEqualTo(new Device.Cuda(0));
        assertThat(Device.parse("cuda:3")).isEqualTo(new Device.Cuda(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda:0", "cuda:12"})
    void toString_ofAParsedDevice_isTheText(String text) {
        assertThat(Device.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:99999999999", "CPU", " cpu"})
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .hasMessage("device must be auto, cpu, cuda or cuda:N, got: " + text);
    }
}
