/// The command line: one file per command, over the server's REST API.
///
/// **Exposure.** Speaks to the server with the administrator token, which it reads from a file and never prints, save
/// where the quick start shows the token of the server it has just made. Mail shown at a terminal is stripped of
/// control characters ([org.postern.cli.terminal.Text]).
/// **Standards.** `--json` gives one document (RFC 8259) on standard output, failures included; progress and remarks go
/// to standard error. Exit codes are those of [org.postern.cli.client.ExitCode].
/// **Failure modes.** Every expected failure is a [org.postern.cli.client.ClientException] with what to do; anything
/// else
/// is a bug and shows its stack trace.
@NullMarked
package org.postern.cli;

import org.jspecify.annotations.NullMarked;
