package org.postern.extract;

/// Takes the text out of documents in formats that a mail program does not show by itself. Safe from any thread.
@FunctionalInterface
public interface TextExtractor {
    /// The document's text, or why there is none. Takes as long as its limits say and no longer.
    Extraction extract(Document document);
}
