package dev.likeness.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {
    private static final String REASON = "libcudnn.so.9: cannot open shared object file";

    private final List<String> warnings = new ArrayList<>();

    @Test
    void select_autoWithAWorkingGpu_isTheFirstGpuWithItsName() {
        ComputeDevice device = ComputeDevice.select(new Device.Auto(), new WorkingCuda("NVIDIA T4"), warnings::add);

        assertThat(device).isEqualTo(new ComputeDevice(new Device.Cuda(0), "CUDA:0 NVIDIA T4"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void select_gpuWhoseNameIsUnknown_isCalledByItsNumber() {
        assertThat(ComputeDevice.select(new Device.Cuda(1), new WorkingCuda(""), warnings::add)
                        .name())
                .isEqualTo("CUDA:1");
    }

    @Test
    void select_autoWithBrokenCuda_fallsBackWithOneWarningThatSaysWhy() {
        ComputeDevice device = ComputeDevice.select(new Device.Auto(), new BrokenCuda(), warnings::add);

        assertThat(device).isEqualTo(new ComputeDevice(new Device.Cpu(), "CPU"));
        assertThat(warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .startsWith("computing on the CPU because CUDA cannot be used: ")
                        .endsWith("FAIL : " + REASON));
    }

    @Test
    void select_autoInABuildForTheCpu_isTheCpuInSilence() {
        assertThat(ComputeDevice.select(new Device.Auto(), new NoCuda(), warnings::add)
                        .device())
                .isEqualTo(new Device.Cpu());
        assertThat(warnings).isEmpty();
    }

    @Test
    void select_cpu_neverTouchesCuda() {
        assertThat(ComputeDevice.select(new Device.Cpu(), new BrokenCuda(), warnings::add)
                        .device())
                .isEqualTo(new Device.Cpu());
        assertThat(warnings).isEmpty();
    }

    @Test
    void select_cudaInABuildForTheCpu_isRefusedWithTheWayOut() {
        assertThatThrownBy(() -> ComputeDevice.select(new Device.Cuda(0), new NoCuda(), warnings::add))
                .hasMessage("device cuda:0 needs a build with CUDA, got one for the CPU alone")
                .isInstanceOfSatisfying(LikenessException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.DEVICE_UNAVAILABLE);
                    assertThat(refused.facts().remedies())
                            .containsExactly(new Remedy.InstallCudaBuild(), new Remedy.UseCpu());
                });
    }

    @Test
    void select_cudaThatDoesNotWork_isRefusedWithTheReasonAndTheWayOut() {
        assertThatThrownBy(() -> ComputeDevice.select(new Device.Cuda(2), new BrokenCuda(), warnings::add))
                .hasMessageStartingWith("device cuda:2 must be usable, got: ")
                .hasMessageContaining(REASON)
                .isInstanceOfSatisfying(LikenessException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.DEVICE_UNAVAILABLE);
                    assertThat(refused.facts().remedies()).containsExactly(new Remedy.UseCpu());
                });
        assertThat(warnings).isEmpty();
    }

    @Test
    void tryDevice_realRuntimeWithoutCuda_throwsWhatSelectionExpects() {
        OnnxRuntimeCuda cuda = new OnnxRuntimeCuda();
        org.junit.jupiter.api.Assumptions.assumeFalse(cuda.isInBuild(), "this build has CUDA");

        assertThatThrownBy(() -> cuda.tryDevice(0)).isInstanceOf(OrtException.class);
    }

    private record WorkingCuda(String name) implements CudaProbe {
        @Override
        public boolean isInBuild() {
            return true;
        }

        @Override
        public String tryDevice(int ordinal) {
            return name;
        }
    }

    private record BrokenCuda() implements CudaProbe {
        @Override
        public boolean isInBuild() {
            return true;
        }

        @Override
        public String tryDevice(int ordinal) throws OrtException {
            throw new OrtException("FAIL :\n  " + REASON + "\n");
        }
    }

    private record NoCuda() implements CudaProbe {
        @Override
        public boolean isInBuild() {
            return false;
        }

        @Override
        public String tryDevice(int ordinal) {
            throw new AssertionError("a build without CUDA has no device to try");
        }
    }
}
