package dev.likeness.bench;

import dev.likeness.index.IndexOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/// The process of `src/jmh/peers/peers.cpp`, which holds hnswlib and FAISS and answers one command at a time.
final class NativePeers implements AutoCloseable {
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    /// @param folder what [PeerVectors#write] wrote
    NativePeers(Path program, Path folder, IndexOptions options) throws IOException {
        process = new ProcessBuilder(
                        program.toString(),
                        folder.toString(),
                        Integer.toString(options.maxConnections()),
                        Integer.toString(options.beamWidth()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter();
        answers = process.inputReader();
    }

    List<Peer> peers() {
        return List.of(new NativePeer("hnswlib"), new NativePeer("faiss"));
    }

    private String[] ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the program of peers ended at: " + command);
            }
            return answer.split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    private final class NativePeer implements Peer {
        private final String name;

        NativePeer(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Build build() {
            String[] answer = ask("build " + name);
            return new Build(Double.parseDouble(answer[0]), Long.parseLong(answer[1]));
        }

        @Override
        public Run search(int ef) {
            String[] answer = ask("search %s %d".formatted(name, ef));
            return new Run(Double.parseDouble(answer[0]), Double.parseDouble(answer[1]));
        }

        @Override
        public void close() {}
    }
}
