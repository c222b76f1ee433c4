package org.postern.extract;

/// What came of taking the text out of one document.
public sealed interface Extraction {
    /// The text; `truncated` says that there was more, or that the document broke off within it.
    record Text(String text, boolean truncated) implements Extraction {}

    /// No text, with why; `detail` is for a person who looks into it, and holds nothing of the document.
    record NotExtracted(Reason reason, String detail) implements Extraction {}

    /// Why a document gave no text.
    enum Reason {
        /// It is locked with a password.
        ENCRYPTED("it is encrypted"),
        /// It is not what it says, or is broken.
        DAMAGED("it is damaged"),
        /// It holds too much, too deep: such as an archive made to fill a disk.
        TOO_LARGE("it unpacks to more than is allowed"),
        /// It took longer than a document may.
        TIMED_OUT("it took too long"),
        /// It needed more memory than the process has.
        OUT_OF_MEMORY("it needs too much memory"),
        /// The process ended while it read the document.
        CRASHED("reading it ended the process that read it"),
        /// No process could be started, now.
        UNAVAILABLE("the program that reads documents could not be started");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /// The reason as a part of a sentence: "no text of report.pdf was indexed, because …".
        public String words() {
            return words;
        }

        /// Whether trying again later could help, the document being the same.
        public boolean mayPass() {
            return this == UNAVAILABLE;
        }
    }
}
