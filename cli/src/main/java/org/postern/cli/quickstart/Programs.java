package org.postern.cli.quickstart;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;

/// How the lab and the server are started as processes of their own, on the Java that runs this one.
public sealed interface Programs {
    /// The programs that can be started.
    enum Program {
        LAB("lab", "org.postern.lab.LabMain", "-Xmx1g"),
        SERVER("server", "org.postern.server.Main", "-Xmx512m");

        private final String word;
        private final String mainClass;
        private final String heap;

        Program(String word, String mainClass, String heap) {
            this.word = word;
            this.mainClass = mainClass;
            this.heap = heap;
        }

        public String word() {
            return word;
        }
    }

    String classPath(Program program);

    /// The command that runs a program for as long as this process lives.
    default List<String> leashed(Program program, List<String> arguments) {
        List<String> command = java(program);
        command.add(Leash.class.getName());
        command.add(program.mainClass);
        command.addAll(arguments);
        return command;
    }

    /// The command that runs a program by itself.
    default List<String> free(Program program, List<String> arguments) {
        List<String> command = java(program);
        command.add(program.mainClass);
        command.addAll(arguments);
        return command;
    }

    private List<String> java(Program program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add(program.heap);
        command.add("-XX:+ExitOnOutOfMemoryError");
        Optional.ofNullable(System.getProperty("postern.home"))
                .ifPresent(home -> command.add("-Dpostern.home=" + home));
        command.add("-cp");
        command.add(classPath(program));
        return command;
    }

    /// The programs as the build lays them out: one folder of jars each below `target/dist`.
    record Built(Path dist) implements Programs {
        @Override
        public String classPath(Program program) {
            Path folder = dist.resolve(program.word);
            if (!Files.isDirectory(folder)) {
                throw new ClientException(
                        ExitCode.FAILED,
                        "The " + program.word + " is not built: " + folder + " is not there.",
                        "Start Postern with its launcher, ./postern, which builds what is missing.");
            }
            return folder.resolve("*")
                    + File.pathSeparator
                    + dist.resolve("cli").resolve("*");
        }
    }

    /// All programs on one class path, as in a development environment.
    record OnClassPath(String path) implements Programs {
        @Override
        public String classPath(Program program) {
            return path;
        }
    }
}
