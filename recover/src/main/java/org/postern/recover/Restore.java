package org.postern.recover;

import org.postern.connections.WriteMandate;

/// Puts messages back as they were at an instant, to the same mailbox or another.
///
/// A message counts as being there when the target has it under its own id, when an earlier restore made it, or when
/// the target folder has a message of the same bytes or the same Message-ID. A message that was deleted and lies in
/// Deleted Items is moved back, since a move keeps everything that a creation cannot; one that its owner filed in
/// another folder is left there and reported, except under `REPLACE`. A restore that runs twice, or is killed at any
/// point and run again, does once, whatever its policy.
public interface Restore {
    /// What [#restore] would do now; reads the target anew and changes nothing.
    ///
    /// @throws RecoverException when the target cannot be read or the request makes no sense
    RestorePlan plan(RestoreRequest request, Progress progress);

    /// Restores under a mandate of the same tenant, in the name of who ordered it.
    ///
    /// @throws RecoverException when the target cannot be read, the request makes no sense, or the vault fails
    RestoreReport restore(RestoreRequest request, WriteMandate mandate, Progress progress);
}
