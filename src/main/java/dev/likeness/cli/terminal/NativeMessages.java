package dev.likeness.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Keeps what native libraries print off the terminal. libjpeg, which is a part of OpenCV, writes a line to
/// the standard error for each damaged photo, and nothing turns that off; the summary of an ingest has the
/// photo with its reason.
///
/// The process writes its own messages to a copy of the standard error, and the original becomes `/dev/null`.
/// Messages of the Java runtime itself go to the standard output.
public final class NativeMessages {
    private static final int STANDARD_ERROR = 2;
    private static final int WRITE_ONLY = 1;

    private NativeMessages() {}

    /// Drops the messages of native libraries from now on, where the system has the functions of POSIX.
    ///
    /// @param errors what writes to the standard error so far
    /// @return what writes to the same place from now on
    public static PrintStream drop(PrintStream errors) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle dup = function("dup", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            MethodHandle open = function("open", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
            MethodHandle dup2 = function("dup2", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            MethodHandle write = function(
                    "write", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
            int nothing = (int) open.invokeExact(arena.allocateFrom("/dev/null"), WRITE_ONLY);
            int copy = nothing < 0 ? -1 : (int) dup.invokeExact(STANDARD_ERROR);
            if (copy < 0 || (int) dup2.invokeExact(nothing, STANDARD_ERROR) < 0) {
                return errors;
            }
            int _ = (int) function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .invokeExact(nothing);
            return new PrintStream(new Descriptor(copy, write), true, errors.charset());
        } catch (Throwable _) {
            // Without these functions, the messages stay.
            return errors;
        }
    }

    @SuppressWarnings("restricted") // functions of the C library, with the signatures its headers declare
    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
    }

    /// Writes to a file descriptor.
    private static final class Descriptor extends OutputStream {
        private final int number;
        private final MethodHandle write;

        Descriptor(int number, MethodHandle write) {
            this.number = number;
            this.write = write;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment left = arena.allocate(Math.max(1, length)).asSlice(0, length);
                MemorySegment.copy(bytes, start, left, ValueLayout.JAVA_BYTE, 0, length);
                while (left.byteSize() > 0) {
                    long written = written(left);
                    if (written <= 0) {
                        throw new IOException("the standard error cannot be written");
                    }
                    left = left.asSlice(written);
                }
            }
        }

        private long written(MemorySegment bytes) throws IOException {
            try {
                return (long) write.invokeExact(number, bytes, bytes.byteSize());
            } catch (Throwable e) {
                throw new IOException("the standard error cannot be written", e);
            }
        }
    }
}
