/// Tries all of Postern on one machine: starts the lab and a server, connects them, and plays the whole story.
///
/// **Exposure.** Talks to two processes that it started, on the loopback interface; the lab's control token and the
/// administrator token are read from their files and never printed. Only folders that it made itself are emptied.
/// **Failure modes.** [StepFailedException] names the step of the story that failed and what was found; a child that
/// does not start is reported with the end of its log. Children end with this process, however it ends ([Leash]).
@NullMarked
package org.postern.cli.quickstart;

import org.jspecify.annotations.NullMarked;
