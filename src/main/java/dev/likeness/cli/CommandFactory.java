package dev.likeness.cli;

import dev.likeness.cli.terminal.Console;
import java.lang.reflect.Constructor;
import picocli.CommandLine;

/// Gives every command the console it prints to; picocli makes the rest.
record CommandFactory(Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Console.class) {
                // A command belongs to its group alone, so its constructor need not be public.
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(console));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
