package dev.likeness.cli;

import dev.likeness.cli.terminal.Console;
import java.lang.reflect.Constructor;
import picocli.CommandLine;

/// Creates commands with the console they print to; picocli creates everything else.
record CommandFactory(Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Console.class) {
                // Commands are created only here, so their constructors need not be public.
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(console));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
