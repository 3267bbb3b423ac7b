package dev.likeness.onnx.graph;

import java.util.List;
import java.util.stream.LongStream;

/// An attribute of a node, such as the strides of a convolution.
public sealed interface Attribute {
    String name();

    record OfInteger(String name, long value) implements Attribute {}

    record OfIntegers(String name, List<Long> values) implements Attribute {
        public OfIntegers {
            values = List.copyOf(values);
        }
    }

    record OfFloat(String name, float value) implements Attribute {}

    record OfText(String name, String value) implements Attribute {}

    static Attribute integer(String name, long value) {
        return new OfInteger(name, value);
    }

    static Attribute integers(String name, long... values) {
        return new OfIntegers(name, LongStream.of(values).boxed().toList());
    }

    static Attribute real(String name, float value) {
        return new OfFloat(name, value);
    }

    static Attribute text(String name, String value) {
        return new OfText(name, value);
    }
}
