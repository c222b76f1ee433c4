package org.postern.extract.child;

import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.postern.extract.Document;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/// Reads the documents within a document, as many and as deep as the limits allow; what is broken of them is left out.
final class EmbeddedReader implements EmbeddedDocumentExtractor {
    private final Parser parser;
    private final TextCollector text;
    private final Limits limits;
    private ParseContext context = new ParseContext();
    private int depth = 1;
    private int entries;
    private long bytes;
    private boolean cut;

    EmbeddedReader(Parser parser, TextCollector text, Limits limits) {
        this.parser = parser;
        this.text = text;
        this.limits = limits;
    }

    /// What parsers within are told.
    void use(ParseContext told) {
        context = told;
    }

    /// Whether something was left out because of a limit.
    boolean isCut() {
        return cut;
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        entries++;
        boolean allowed =
                entries <= limits.maxEntries() && depth < limits.maxDepth() && bytes < limits.maxUnpackedBytes();
        cut |= !allowed;
        return allowed;
    }

    @Override
    public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
            throws SAXException, IOException {
        String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
        if (name != null) {
            text.line(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
        }
        depth++;
        try {
            read(counted(stream).readNBytes(Document.MAX_BYTES), metadata);
        } catch (TikaException | IOException | SecurityException broken) {
            cut = true; // The rest of what surrounds it may still be read.
        } finally {
            depth--;
        }
        if (text.isFull()) {
            throw new TextCollector.Full();
        }
    }

    /// In memory, as documents that come alone: nothing of unknown length goes to the disk.
    private void read(byte[] document, Metadata metadata) throws IOException, SAXException, TikaException {
        boolean read = PdfOutline.isHopeless(document)
                || (OfficeArchive.isLikely(document) && new OfficeArchive(text, this).read(document));
        if (!read) {
            try (TikaInputStream inner = TikaInputStream.get(document, metadata)) {
                parser.parse(inner, text, metadata, context);
            }
        }
    }

    /// What is unpacked from `in`, counted with all else of the document and ended at the limit; closing it leaves `in`
    /// open.
    InputStream counted(InputStream in) {
        return new Counted(in);
    }

    /// Whether another part of the document may be read, the `parts`th of an archive.
    boolean hasRoom(int parts) {
        boolean room = parts <= limits.maxEntries() && bytes < limits.maxUnpackedBytes();
        cut |= !room;
        return room;
    }

    private final class Counted extends InputStream {
        private final InputStream in;

        Counted(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (bytes >= limits.maxUnpackedBytes()) {
                cut = true;
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(length, limits.maxUnpackedBytes() - bytes));
            bytes += Math.max(0, count);
            return count;
        }
    }
}
