package org.postern.cli.offline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.protect.RuleLists;
import picocli.CommandLine.Option;

/// Where rules' lists come from, and whose organisation it is.
final class RuleOptions {
    @Option(
            names = "--lists",
            paramLabel = "DIR",
            description = "The folder of named lists, a file .txt or .csv each. Default: static-files or lists beside"
                    + " the rules, if there.")
    @Nullable
    Path lists;

    @Option(
            names = "--org-domain",
            paramLabel = "DOMAIN",
            description = "A domain of the organisation, whose mail is not from outside. May be repeated.")
    List<String> domains = new ArrayList<>();

    /// What of the organisation was not said stays missing, so that rules which ask for it are undecided.
    ///
    /// @param rules where the rules lie, in case that their lists lie beside them
    RuleLists read(Path rules) {
        Path folder = lists == null ? beside(rules) : lists;
        if (folder != null && !Files.isDirectory(folder)) {
            throw new ClientException(
                    ExitCode.NOT_FOUND,
                    "There is no folder " + folder + ".",
                    "Name the folder that holds the lists with --lists.");
        }
        RuleLists read = folder == null ? RuleLists.none() : RuleLists.read(folder);
        return domains.isEmpty() ? read : read.withOrganisation(domains);
    }

    private static @Nullable Path beside(Path rules) {
        for (Path at = rules.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            for (String name : new String[] {"static-files", "lists"}) {
                if (Files.isDirectory(at.resolve(name))) {
                    return at.resolve(name);
                }
            }
            if (at.getNameCount() < rules.toAbsolutePath().normalize().getNameCount() - 2) {
                break;
            }
        }
        return null;
    }
}
