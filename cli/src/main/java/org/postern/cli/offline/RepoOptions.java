package org.postern.cli.offline;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that all offline commands share.
final class RepoOptions {
    @Option(
            names = {"-r", "--repo"},
            paramLabel = "DIR",
            required = true,
            description = "The vault's directory.")
    @SuppressWarnings("NullAway.Init") // picocli sees to it.
    Path repo;

    @Mixin
    KeyOptions key = new KeyOptions();

    @Mixin
    CatalogOptions catalog = new CatalogOptions();

    @Option(
            names = {"-t", "--tenant"},
            paramLabel = "TENANT",
            description = "The tenant. Default: offline, or the only one.")
    @Nullable
    String tenant;

    @Option(names = "--json", description = "Answer with one JSON object; progress goes to standard error.")
    boolean json;

    @Option(names = "--plain", description = "Progress as plain lines, as when the output is no terminal.")
    boolean plain;
}
