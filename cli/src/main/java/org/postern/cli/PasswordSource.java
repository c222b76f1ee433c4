package org.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Option;

/// Where the password of a mail server's account is read from: never an argument, which others would see.
final class PasswordSource {
    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = {
                "A file whose first line is the password; else POSTERN_MAIL_PASSWORD of the environment. It is no",
                "argument: others would see it. Postern keeps it encrypted."
            })
    @Nullable
    Path file;

    String password(Terminal terminal) {
        String said = file == null
                ? terminal.environment().getOrDefault("POSTERN_MAIL_PASSWORD", "")
                : read(file).lines().findFirst().orElse("");
        if (said.isBlank()) {
            throw new ClientException(
                    ExitCode.USAGE,
                    "There is no --password-file.",
                    "Give a file with the password with --password-file, or set POSTERN_MAIL_PASSWORD, or choose another"
                            + " way.");
        }
        return said;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.NOT_FOUND,
                    "The file " + file + " cannot be read: " + e + ".",
                    "Check its name and mode.",
                    e);
        }
    }
}
