package org.postern.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Makes a token on this machine, which no server and no other administrator sees.
@Command(
        name = "token",
        description = {
            "Make an administrator token here, without a server.",
            "Keep the token in a file that only you can read, and give another administrator its fingerprint."
        },
        footer = {"", "Then, with the token: postern --help says how (--token-file, or POSTERN_TOKEN_FILE)."})
final class AdminTokenCommand implements Callable<Integer> {
    private static final int BYTES = 32;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    OutputOptions outputOptions;

    private final Terminal terminal;

    AdminTokenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = "postern_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String fingerprint = fingerprint(token);
        Output output = new Output(terminal, outputOptions.json, outputOptions.plain);
        output.answer(Map.of("token", token, "fingerprint", fingerprint), out -> {
            out.println("Token, for you alone: " + token);
            out.println("Fingerprint, to give: " + fingerprint);
        });
        return ExitCode.OK.number();
    }

    private static String fingerprint(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
