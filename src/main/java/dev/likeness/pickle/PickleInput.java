package dev.likeness.pickle;

import dev.likeness.pickle.PickleException.Kind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a pickle with a read position. A length is checked against the bytes that are left before
/// anything is allocated for it.
final class PickleInput {
    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_LONG_BYTES = 64;

    private final byte[] bytes;
    private int position;

    PickleInput(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return position;
    }

    /// An exception for a rule that the pickle breaks at this position.
    PickleException damaged(String rule) {
        return new PickleException(Kind.DAMAGED, rule, position);
    }

    int nextByte() {
        require(1);
        return bytes[position++] & 0xff;
    }

    int nextShort() {
        return nextByte() | (nextByte() << 8);
    }

    int nextInt() {
        return nextShort() | (nextShort() << 16);
    }

    /// A little-endian length of 1, 4 or 8 bytes, which must not exceed the bytes that are left.
    int nextLength(int width) {
        long length = 0;
        for (int i = 0; i < width; i++) {
            length |= (long) nextByte() << (8 * i);
        }
        if (length < 0 || length > bytes.length - position) {
            throw cutOff();
        }
        return (int) length;
    }

    byte[] nextBytes(int length) {
        skip(length);
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    void skip(int count) {
        require(count);
        position += count;
    }

    /// A little-endian integer in two's complement.
    BigInteger nextInteger(int length) {
        require(length);
        if (length > MAX_LONG_BYTES) {
            throw damaged("must have whole numbers of at most %d bytes".formatted(MAX_LONG_BYTES));
        }
        byte[] bigEndian = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            bigEndian[length - i] = bytes[position + i];
        }
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        position += length;
        return new BigInteger(bigEndian);
    }

    String nextText(int length) {
        ByteBuffer slice = ByteBuffer.wrap(bytes, position, length);
        position += length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException _) {
            position -= length;
            throw damaged("must write its texts in UTF-8");
        }
    }

    /// The text up to the next line feed.
    String nextLine() {
        int end = position;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        int length = end - position;
        require(length + 1);
        if (length > MAX_NAME_BYTES) {
            throw damaged("must have names of at most %d bytes".formatted(MAX_NAME_BYTES));
        }
        String line = nextText(length);
        position++;
        return line;
    }

    /// The memo index that protocol 0 writes as a line of digits.
    int nextIndexLine() {
        long index = number(nextLine());
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw damaged("must remember by small numbers");
        }
        return (int) index;
    }

    /// Parses the digits of protocol 0.
    long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw damaged("must write numbers in digits");
        }
    }

    private void require(int count) {
        if (count > bytes.length - position) {
            throw cutOff();
        }
    }

    private PickleException cutOff() {
        return new PickleException(Kind.CUT_OFF, "must not end before its end", position);
    }
}
