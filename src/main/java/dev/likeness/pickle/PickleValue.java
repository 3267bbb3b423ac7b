package dev.likeness.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value that a pickle can build: plain values, collections, and the values that the globals of a
/// [PickleReader.Dialect] return. Values hold data only, so that a pickle cannot run code.
public sealed interface PickleValue {
    /// A value whose content no caller needs: None and floating-point numbers.
    record Opaque() implements PickleValue {}

    record Truth(boolean value) implements PickleValue {}

    record Whole(long value) implements PickleValue {}

    /// A whole number beyond 64 bits, as hexadecimal digits.
    record Large(String hexadecimal) implements PickleValue {}

    record Text(String value) implements PickleValue {}

    /// Bytes. Two of them are equal only if they share the array.
    @SuppressWarnings("ArrayRecordComponent") // only passed on
    record Bytes(byte[] value) implements PickleValue {}

    record Tuple(List<PickleValue> items) implements PickleValue {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /// A list. Mutable while the pickle is read, and compared by identity, because it may contain itself.
    final class Sequence implements PickleValue {
        private final List<PickleValue> items = new ArrayList<>();

        public List<PickleValue> items() {
            return items;
        }
    }

    /// A dictionary, reduced to the entries whose key is a text. Mutable while the pickle is read, and
    /// compared by identity, because it may contain itself.
    final class Mapping implements PickleValue {
        private final Map<String, PickleValue> entries = new LinkedHashMap<>();

        public Map<String, PickleValue> entries() {
            return entries;
        }

        /// Adds an entry if its key is a text.
        public void put(PickleValue key, PickleValue value) {
            if (key instanceof Text(String text)) {
                entries.put(text, value);
            }
        }
    }

    /// A function or class that a pickle may call by name. It imitates the Python original.
    non-sealed interface Global extends PickleValue {
        /// Module and name, such as `collections.OrderedDict`.
        String qualifiedName();

        /// The value that the Python function would return.
        ///
        /// @throws PickleException from [PickleReader#forbiddenCall] or [PickleReader#damaged]
        PickleValue call(List<PickleValue> arguments, PickleReader reader);
    }

    /// A value that a [Global] of a dialect returns.
    non-sealed interface Built extends PickleValue {
        /// Sets the state, as `__setstate__` does in Python.
        ///
        /// @throws PickleException from [PickleReader#damaged], always unless overridden
        default void setState(PickleValue state, PickleReader reader) {
            throw reader.damaged("must set entries and attributes of dictionaries only");
        }
    }
}
