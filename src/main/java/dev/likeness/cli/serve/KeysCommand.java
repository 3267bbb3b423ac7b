package dev.likeness.cli.serve;

import dev.likeness.api.auth.ApiKey;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.CommandGroup;
import dev.likeness.cli.terminal.Console;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.Keywords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keys",
        description = {"Create, list and revoke API keys of likeness serve. They are stored beside the galleries.", ""},
        subcommands = {
            KeysCommand.Create.class,
            KeysCommand.ListAll.class,
            KeysCommand.Revoke.class,
            KeysCommand.Keyless.class
        })
public final class KeysCommand extends CommandGroup {
    @Command(
            name = "create",
            description = {"Create an API key. Its secret is shown once and is not stored in plain text.", ""})
    static final class Create implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Parameters(paramLabel = "NAME", description = "Name of the key, such as the name of a program.")
        private String name = "";

        @Option(
                names = "--scope",
                paramLabel = "WORD",
                defaultValue = "read",
                description = "Permissions of the key: read, write or admin (default: ${DEFAULT-VALUE}).")
        private Scope scope = Scope.READ;

        @Option(
                names = "--only",
                paramLabel = "GALLERY",
                split = ",",
                description = "The galleries it may access (default: all).")
        private List<String> galleries = List.of();

        @Option(
                names = "--rate",
                paramLabel = "N",
                defaultValue = "0",
                description = "Maximum requests per second (default: the server's limit).")
        private int rate;

        @ArgGroup
        private @Nullable Form form;

        static final class Form {
            @Option(names = "--uuid", description = "Create a key in the form of a UUID, for CompreFace clients.")
            private boolean uuid;

            @Option(
                    names = "--aws",
                    description = "Create an access key id and a secret, for Amazon Rekognition clients. The secret is"
                            + " stored encrypted.")
            private boolean aws;
        }

        /// Its components are the keys of the JSON result.
        record CreatedKey(
                String id,
                String name,
                Scope scope,
                @Nullable String accessKeyId,
                String secret) {}

        Create(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            ApiKeyKind kind = form != null && form.aws
                    ? ApiKeyKind.AWS
                    : form != null && form.uuid ? ApiKeyKind.UUID : ApiKeyKind.BEARER;
            KeyRing.NewKey created = ring(global).create(name, kind, scope, Set.copyOf(galleries), rate);
            ApiKey entry = created.key();
            global.printResult(
                    new CreatedKey(entry.id(), entry.name(), entry.scope(), entry.accessKeyId(), created.secret()),
                    () -> print(entry, created.secret()));
            return 0;
        }

        private void print(ApiKey entry, String secret) {
            Console console = global.console();
            console.print("key id             " + entry.id());
            console.print("scope              " + Keywords.of(entry.scope()));
            if (entry.accessKeyId() == null) {
                console.print("key                " + secret);
            } else {
                console.print("access key id      " + entry.accessKeyId());
                console.print("secret access key  " + secret);
            }
            console.note("Store the secret now: it is not shown again.");
            if (entry.scope() == Scope.READ) {
                console.note("This key reads and searches. For one that adds photos and names people: --scope write");
            }
        }
    }

    @Command(
            name = "list",
            description = {"List API keys, without their secrets.", ""})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        ListAll(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            List<ApiKey> keys =
                    ring(global).list().stream().map(ApiKey::withoutSecrets).toList();
            global.printTable(keys, columns());
            return 0;
        }

        private static Columns<ApiKey> columns() {
            return new Columns<ApiKey>()
                    .column("id", "%s", ApiKey::id)
                    .column("name", "%s", ApiKey::name)
                    .column("kind", "%s", ListAll::kind)
                    .column("scope", "%s", key -> Keywords.of(key.scope()))
                    .column(
                            "galleries",
                            "%s",
                            key -> key.galleries().isEmpty() ? "all" : String.join(", ", key.galleries()))
                    .column("created", "%s", ApiKey::created);
        }

        private static String kind(ApiKey key) {
            return key.accessKeyId() == null ? Keywords.of(key.kind()) : "aws " + key.accessKeyId();
        }
    }

    @Command(
            name = "revoke",
            description = {"Revoke an API key. A running server rejects it at once.", ""})
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Parameters(paramLabel = "KEY", description = "The key's name or id, as likeness keys list shows them.")
        private String wanted = "";

        Revoke(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            KeyRing ring = ring(global);
            ApiKey key = find(ring.list());
            ring.revoke(key.id());
            global.printResult(
                    Map.of("revoked", key.id()),
                    () -> global.console().print("Revoked %s (%s)".formatted(key.name(), key.id())));
            if (ring.isClosed()) {
                global.console()
                        .note("No key is left: likeness serve lets nobody in until a key is created, or likeness keys"
                                + " keyless --yes is run.");
            }
            return 0;
        }

        /// The key with this id, else the only one with this name.
        private ApiKey find(List<ApiKey> keys) {
            List<ApiKey> byId =
                    keys.stream().filter(key -> key.id().equals(wanted)).toList();
            List<ApiKey> found = byId.isEmpty()
                    ? keys.stream().filter(key -> key.name().equals(wanted)).toList()
                    : byId;
            if (found.isEmpty()) {
                throw new LikenessException(
                        ErrorCode.NOT_FOUND,
                        "there is no key of this name or id, got: %s; likeness keys list shows them".formatted(wanted));
            }
            if (found.size() > 1) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a name must be that of one key, got: %s, the name of %s; revoke one by its id"
                                .formatted(
                                        wanted,
                                        found.stream()
                                                .map(key -> "%s (%s, created %s)"
                                                        .formatted(key.id(), Keywords.of(key.scope()), key.created()))
                                                .collect(Collectors.joining(", "))));
            }
            return found.getFirst();
        }
    }

    @Command(
            name = "keyless",
            description = {
                "Remove all API keys, and let every program on this machine use likeness serve without one.",
                ""
            })
    static final class Keyless implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Option(names = "--yes", required = true, description = "Confirm that no key is needed.")
        private boolean yes;

        Keyless(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            ring(global).makeKeyless();
            global.printResult(
                    Map.of("keyless", true),
                    () -> global.console()
                            .print("Removed all keys: every program on this machine may use the server now."));
            return yes ? 0 : CommandLine.ExitCode.USAGE;
        }
    }

    private static KeyRing ring(GlobalOptions global) {
        return KeyRing.of(global.configuration(Map.of()).indexDirectory());
    }
}
