package org.postern.extract.child;

import java.io.IOException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.postern.extract.Document;
import org.postern.extract.Extraction;
import org.postern.extract.Extraction.NotExtracted;
import org.postern.extract.Extraction.Reason;
import org.xml.sax.SAXException;

/// Reads one document after the other; whatever a parser throws becomes an answer.
final class DocumentReader {
    private final Parsers parsers;
    private final Limits limits;

    DocumentReader(Parsers parsers) {
        this(parsers, Limits.DEFAULT);
    }

    DocumentReader(Parsers parsers, Limits limits) {
        this.parsers = parsers;
        this.limits = limits;
    }

    Extraction read(Document document) {
        TextCollector text = new TextCollector(document.maxChars());
        EmbeddedReader embedded = new EmbeddedReader(parsers.any(), text, limits);
        try {
            parse(document, text, embedded);
            return new Extraction.Text(text.text(), embedded.isCut() || text.isBroken());
        } catch (EncryptedDocumentException locked) {
            return new NotExtracted(Reason.ENCRYPTED, "a password is needed");
        } catch (TikaException | SAXException | IOException | RuntimeException e) {
            return salvage(text, e);
        } catch (StackOverflowError tooDeep) {
            return text.isBlank()
                    ? new NotExtracted(Reason.DAMAGED, "it is nested too deeply")
                    : new Extraction.Text(text.text(), true);
        }
    }

    private void parse(Document document, TextCollector text, EmbeddedReader embedded)
            throws IOException, SAXException, TikaException {
        ParseContext context = parsers.context(embedded);
        embedded.use(context);
        boolean read =
                OfficeArchive.isLikely(document.bytes()) && new OfficeArchive(text, embedded).read(document.bytes());
        if (read) {
            return;
        }
        if (PdfOutline.isHopeless(document.bytes())) {
            throw new TikaException("a PDF without pages");
        }
        Metadata metadata = new Metadata();
        if (!document.fileName().isEmpty()) {
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, document.fileName());
        }
        if (!document.mediaType().isEmpty()) {
            metadata.set(Metadata.CONTENT_TYPE, document.mediaType());
        }
        try (TikaInputStream stream = TikaInputStream.get(document.bytes(), metadata)) {
            parsers.any().parse(stream, text, metadata, context);
        }
    }

    /// What was read until a parser gave up; else why there is nothing.
    private static Extraction salvage(TextCollector text, Exception e) {
        if (text.isFull() || !text.isBlank()) {
            return new Extraction.Text(text.text(), true);
        }
        return isBomb(e)
                ? new NotExtracted(Reason.TOO_LARGE, "it is made like a bomb of archives")
                : new NotExtracted(Reason.DAMAGED, e.getClass().getSimpleName());
    }

    private static boolean isBomb(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("Zip bomb") || message.contains("zip bomb")) {
                return true;
            }
        }
        return false;
    }
}
