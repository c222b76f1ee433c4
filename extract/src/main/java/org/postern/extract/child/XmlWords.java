package org.postern.extract.child;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/// The words of one XML part of an Office document, with line ends where its paragraphs and cells begin.
///
/// No document type, hence no entities; nesting is bounded.
final class XmlWords extends DefaultHandler {
    private static final int MAX_DEPTH = 500;
    private static final Set<String> BLOCKS = Set.of(
            "p", "c", "si", "br", "tab", "h", "table-cell", "line-break", "comment", "title", "creator", "subject");
    /// Texts that nobody reads: what was deleted, formulas, field codes.
    private static final Set<String> SKIPPED = Set.of("delText", "f", "instrText", "formula");

    private final TextCollector text;
    private int depth;
    private int skippedAt;
    private boolean sharedCell;

    private XmlWords(TextCollector text) {
        this.text = text;
    }

    /// What is broken ends the part; enough text ends the document, by [TextCollector.Full].
    static void read(InputStream part, TextCollector text) throws IOException, SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            XmlWords words = new XmlWords(text);
            reader.setContentHandler(words);
            reader.setErrorHandler(words);
            reader.parse(new InputSource(part));
        } catch (TextCollector.Full full) {
            throw full;
        } catch (SAXException | ParserConfigurationException broken) {
            text.breakOff(); // The next part may be whole.
        }
    }

    @Override
    public void startElement(String uri, @Nullable String localName, String qName, Attributes attributes)
            throws SAXException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new SAXException("nested too deeply");
        }
        String name = String.valueOf(localName);
        if (skippedAt == 0 && SKIPPED.contains(name)) {
            skippedAt = depth;
        }
        if (BLOCKS.contains(name)) {
            text.separate();
            sharedCell = name.equals("c") && "s".equals(attributes.getValue("t"));
        }
        // A cell that holds the number of a shared string: the string itself stands in its own part.
        if (skippedAt == 0 && sharedCell && name.equals("v")) {
            skippedAt = depth;
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        if (skippedAt == depth) {
            skippedAt = 0;
        }
        depth--;
    }

    @Override
    public void characters(char[] chars, int start, int length) throws SAXException {
        if (skippedAt == 0) {
            text.characters(chars, start, length);
        }
    }
}
