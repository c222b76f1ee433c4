package org.postern.recover;

import java.io.OutputStream;

/// Writes messages as files, as they were at an instant and to the byte.
///
/// Streams: one message at a time is in memory, beside the names of those written so far. The stream is the caller's to
/// close.
public interface Export {
    /// A ZIP file of EML files in the mailbox's folders; what cannot be read is listed in `MISSING.txt` inside.
    ///
    /// @throws RecoverException when the stream takes no more, the vault fails, or the request makes no sense
    ExportReport zip(ExportRequest request, OutputStream out, Progress progress);

    /// One mailbox file in mboxrd form; folders come one after another.
    ///
    /// @throws RecoverException when the stream takes no more, the vault fails, or the request makes no sense
    ExportReport mbox(ExportRequest request, OutputStream out, Progress progress);
}
