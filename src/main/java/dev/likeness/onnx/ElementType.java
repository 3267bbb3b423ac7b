package dev.likeness.onnx;

import java.util.Optional;

/// What one element of a tensor is, with its code in the file (ONNX `TensorProto.DataType`).
public enum ElementType {
    FLOAT(1),
    UINT8(2),
    INT8(3),
    UINT16(4),
    INT16(5),
    INT32(6),
    INT64(7),
    STRING(8),
    BOOL(9),
    FLOAT16(10),
    DOUBLE(11),
    UINT32(12),
    UINT64(13),
    COMPLEX64(14),
    COMPLEX128(15),
    BFLOAT16(16);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<ElementType> ofCode(int code) {
        return code < 1 || code > values().length ? Optional.empty() : Optional.of(values()[code - 1]);
    }
}
