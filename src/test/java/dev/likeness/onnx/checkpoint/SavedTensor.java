package dev.likeness.onnx.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A tensor as `torch.save` sees it: a view of a storage. Strides are in elements.
final class SavedTensor {
    final String storageType;
    final byte[] storage;
    final int elementBytes;
    final long offset;
    final long[] sizes;
    final long[] strides;

    private SavedTensor(
            String storageType, byte[] storage, int elementBytes, long offset, long[] sizes, long[] strides) {
        this.storageType = storageType;
        this.storage = storage;
        this.elementBytes = elementBytes;
        this.offset = offset;
        this.sizes = sizes;
        this.strides = strides;
    }

    static SavedTensor of(Tensor tensor) {
        byte[] storage = new byte[Float.BYTES * tensor.values().length];
        ByteBuffer numbers = littleEndian(storage);
        for (float value : tensor.values()) {
            numbers.putFloat(value);
        }
        long[] sizes = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
        return new SavedTensor("FloatStorage", storage, Float.BYTES, 0, sizes, rowMajor(sizes));
    }

    static SavedTensor view(
            String storageType, byte[] storage, int elementBytes, long offset, long[] sizes, long[] strides) {
        return new SavedTensor(storageType, storage, elementBytes, offset, sizes, strides);
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static long[] rowMajor(long... sizes) {
        long[] strides = new long[sizes.length];
        long step = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= sizes[i];
        }
        return strides;
    }

    long elements() {
        return storage.length / elementBytes;
    }
}
