package org.postern.cli.offline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.vault.CatalogServer;
import picocli.CommandLine.Option;

/// Where the vault's catalog is, when not in its directory. The password is no argument: others would see it.
final class CatalogOptions {
    @Option(
            names = "--catalog",
            paramLabel = "URL",
            description = "The catalog is on PostgreSQL: jdbc:postgresql://host/database. The user is"
                    + " POSTERN_CATALOG_USER of the environment (default: postern), the password"
                    + " POSTERN_CATALOG_PASSWORD.")
    @Nullable
    String url;

    @Option(
            names = "--catalog-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password for the catalog.")
    @Nullable
    Path passwordFile;

    Optional<CatalogServer> server(Map<String, String> environment) {
        if (url == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(CatalogServer.read(url, passwordFile, environment));
        } catch (IllegalArgumentException e) {
            throw new ClientException(
                    ExitCode.USAGE, String.valueOf(e.getMessage()), "Correct --catalog or what belongs to it.");
        }
    }
}
