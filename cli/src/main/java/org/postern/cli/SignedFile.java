package org.postern.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import tools.jackson.databind.JsonNode;

/// A signed report as two files: the page, and beside it the proof that its hash is in the tenant's signed ledger.
final class SignedFile {
    private SignedFile() {}

    static Path proofOf(Path page) {
        return page.resolveSibling(page.getFileName() + ".proof");
    }

    /// Refuses to write over either.
    static void write(Path page, String html, String proof) {
        Path beside = proofOf(page);
        try {
            if (Files.exists(beside)) {
                throw new IOException(beside + " is there already");
            }
            Files.writeString(page, html, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            Files.writeString(beside, proof, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "The report could not be written to " + page + ": " + e + ".",
                    "Name a new file.",
                    e);
        }
    }

    static void print(PrintStream to, JsonNode made, @Nullable Path page) {
        to.println("The report (SHA-256 " + made.path("sha256").asString("") + ") is in ledger entry "
                + made.path("ledgerEntry").asString("") + (page == null ? "." : ", and written to " + page + "."));
        if (page != null) {
            to.println("Check it: postern ledger verify " + proofOf(page) + " --report " + page
                    + " --key \"$(postern ledger key)\"");
        }
    }
}
