package org.postern.cli.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/// Puts the sources of this package's verifier into the one file that a customer runs: the program first, what it needs
/// below, each as it stands.
public final class ToolSource {
    private static final List<String> FILES =
            List.of("LedgerVerify", "Anchors", "SavedMail", "Note", "Key", "Merkle", "Lines", "Bytes", "Misfit");

    private ToolSource() {}

    public static String whole() throws IOException {
        TreeSet<String> imports = new TreeSet<>();
        StringBuilder bodies = new StringBuilder();
        for (String name : FILES) {
            StringBuilder body = new StringBuilder();
            read(name).lines().forEach(line -> {
                if (line.startsWith("import ")) {
                    imports.add(line);
                } else if (!line.startsWith("package ")) {
                    body.append(line).append('\n');
                }
            });
            bodies.append('\n').append(body.toString().strip()).append('\n');
        }
        return "package " + ToolSource.class.getPackageName() + ";\n\n" + String.join("\n", imports) + "\n" + bodies;
    }

    private static String read(String name) throws IOException {
        try (InputStream source = ToolSource.class.getResourceAsStream(name + ".java")) {
            if (source == null) {
                throw new IllegalStateException(name + ".java is not in the jar");
            }
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
