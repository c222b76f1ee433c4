package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import tools.jackson.databind.JsonNode;

/// What the customer's administrator must register, shown or written to files. Nothing in it is secret.
final class Kit {
    private Kit() {}

    static void print(PrintStream out, JsonNode kit) {
        out.println(text(kit, "explanation").strip());
        section(out, "The certificate (public; the private key never leaves this server)", text(kit, "certificatePem"));
        section(out, "By PowerShell", text(kit, "powerShell"));
        section(out, "Or by Azure CLI", text(kit, "azureCli"));
    }

    private static void section(PrintStream out, String title, String text) {
        if (!text.isBlank()) {
            out.println();
            out.println("── " + title + " ──");
            out.println(text.strip());
        }
    }

    static void save(Path folder, String function, JsonNode kit) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("postern-" + function + ".pem", text(kit, "certificatePem"));
        files.put("register-" + function + ".ps1", text(kit, "powerShell"));
        files.put("register-" + function + ".sh", text(kit, "azureCli"));
        files.put("README-" + function + ".txt", text(kit, "explanation"));
        save(folder, files, "connection kit " + function);
    }

    static void printKillSwitch(PrintStream out, JsonNode scripts) {
        out.println("The customer keeps one of these and runs it to cut Postern off, without Postern.");
        section(out, "By PowerShell (Microsoft Graph module)", text(scripts, "powerShell"));
        section(out, "Or by Azure CLI", text(scripts, "azureCli"));
    }

    static void saveKillSwitch(Path folder, JsonNode scripts) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("cut-postern-off.ps1", text(scripts, "powerShell"));
        files.put("cut-postern-off.sh", text(scripts, "azureCli"));
        save(folder, files, "connection kit --kill-switch");
    }

    private static void save(Path folder, Map<String, String> files, String again) {
        try {
            Files.createDirectories(folder);
            files.values().removeIf(String::isBlank); // Not every server needs all of them.
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "The files to register could not be written to " + folder + ": " + e + ".",
                    "The connection is made. Write them elsewhere with \"postern " + again + " --out DIR\".",
                    e);
        }
    }
}
