package org.postern.cli.quickstart;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/// Runs a program that ends when the process that started it ends, however that ends: `Leash MAIN-CLASS ARGUMENT…`.
///
/// Without it a quick start that is killed would leave a lab and a server behind. The program's own shutdown hooks run.
public final class Leash {
    private Leash() {}

    public static void main(String[] args) throws Throwable {
        ProcessHandle.current().parent().ifPresent(Leash::endWith);
        MethodHandle main = MethodHandles.publicLookup()
                .findStatic(Class.forName(args[0]), "main", MethodType.methodType(void.class, String[].class));
        main.invokeExact(Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWith(ProcessHandle parent) {
        Thread.ofPlatform().daemon().name("leash").start(() -> {
            parent.onExit().join();
            System.exit(0);
        });
    }
}
