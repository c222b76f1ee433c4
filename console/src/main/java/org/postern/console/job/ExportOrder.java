package org.postern.console.job;

/// What an administrator asks to be exported.
public record ExportOrder(Scope scope, Format format) {
    /// How the file is made.
    public enum Format {
        /// A ZIP file with a file for each message.
        EML,
        /// One file with all messages, as Unix mail programs read it.
        MBOX
    }
}
