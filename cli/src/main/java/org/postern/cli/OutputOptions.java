package org.postern.cli;

import picocli.CommandLine.Option;

/// The options on how a command answers.
final class OutputOptions {
    @Option(
            names = "--json",
            description = "Answer with one JSON document on standard output; progress goes to standard error.")
    boolean json;

    @Option(names = "--plain", description = "Progress as plain lines, as when the output is no terminal.")
    boolean plain;
}
