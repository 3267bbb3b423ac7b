package dev.likeness.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a pickle may build: plain values, collections, and what a caller's [Global]s make. Nothing here has behaviour
/// of its own, which is the point.
public sealed interface PickleValue {
    /// A value whose content no caller asks for: None and floating-point numbers.
    record Opaque() implements PickleValue {}

    record Truth(boolean value) implements PickleValue {}

    record Whole(long value) implements PickleValue {}

    /// A whole number beyond 64 bits, as hexadecimal digits.
    record Large(String hexadecimal) implements PickleValue {}

    record Text(String value) implements PickleValue {}

    /// Compared by identity of the array.
    @SuppressWarnings("ArrayRecordComponent") // only passed on
    record Bytes(byte[] value) implements PickleValue {}

    record Tuple(List<PickleValue> items) implements PickleValue {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /// A list. Mutable while the pickle is read, and compared by identity, since it may contain itself.
    final class Sequence implements PickleValue {
        private final List<PickleValue> items = new ArrayList<>();

        public List<PickleValue> items() {
            return items;
        }
    }

    /// A dictionary, of which only the entries with a text as key are kept. Mutable while the pickle is read, and
    /// compared by identity, since it may contain itself.
    final class Mapping implements PickleValue {
        private final Map<String, PickleValue> entries = new LinkedHashMap<>();

        public Map<String, PickleValue> entries() {
            return entries;
        }

        /// Adds an entry, unless its key is no text.
        public void put(PickleValue key, PickleValue value) {
            if (key instanceof Text(String text)) {
                entries.put(text, value);
            }
        }
    }

    /// A function or class that a caller lets a pickle ask for by name; it imitates Python's.
    non-sealed interface Global extends PickleValue {
        /// Module and name, such as `collections.OrderedDict`.
        String qualifiedName();

        /// What Python's would return.
        ///
        /// @throws PickleException from [PickleReader#forbiddenCall] or [PickleReader#damaged]
        PickleValue call(List<PickleValue> arguments, PickleReader reader);
    }

    /// A value that a caller's [Global] makes.
    non-sealed interface Built extends PickleValue {
        /// Takes the state that Python's `__setstate__` would.
        ///
        /// @throws PickleException from [PickleReader#damaged], always unless overridden
        default void setState(PickleValue state, PickleReader reader) {
            throw reader.damaged("must set entries and attributes of dictionaries only");
        }
    }
}
