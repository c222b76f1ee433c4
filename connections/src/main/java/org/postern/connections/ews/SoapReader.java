package org.postern.connections.ews;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Walks an XML document element by element, forward only, within limits; names are taken without their prefixes.
///
/// A document type is refused before anything in it is looked at, so there are no entities to expand or to fetch.
final class SoapReader implements AutoCloseable {
    private static final int DEPTH_MOST = 64;
    private static final int TEXT_MOST = 4 << 20;

    private final XMLStreamReader xml;
    private int depth;

    /// Looks at one child element; what it leaves unread is read past.
    interface Child {
        void take(String name) throws IOException, InterruptedException;
    }

    SoapReader(InputStream in) throws IOException {
        try {
            this.xml = factory().createXMLStreamReader(new XmlFilter(in), "UTF-8");
            while (xml.getEventType() != XMLStreamConstants.START_ELEMENT) {
                advance();
            }
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
        this.depth = 1;
    }

    /// The JDK's own reader: it hands out a long text in pieces, where others would gather a whole message first.
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /// The root's name, while the reader is at its start.
    String name() {
        return xml.getLocalName();
    }

    /// An attribute of the element whose start is here, or empty.
    String attribute(String name) {
        @Nullable String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /// Hands out each child of the element whose start is here, and reads to its end.
    void children(Child each) throws IOException, InterruptedException {
        int level = depth;
        while (true) {
            int event = advance();
            if (event == XMLStreamConstants.START_ELEMENT) {
                each.take(xml.getLocalName());
                while (depth > level) {
                    advance();
                }
            } else if (depth < level) {
                return;
            }
        }
    }

    /// The text of the element whose start is here, without that of its children.
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        int level = depth;
        while (depth >= level) {
            if (isText(advance()) && depth == level) {
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                if (text.length() > TEXT_MOST) {
                    throw new MalformedSoapException("a text of the answer has more than " + TEXT_MOST + " characters");
                }
            }
        }
        return text.toString().strip();
    }

    /// Decodes the element's text as it arrives.
    void base64(OutputStream out) throws IOException {
        Base64Stream decoder = new Base64Stream(out);
        int level = depth;
        while (depth >= level) {
            if (isText(advance())) {
                decoder.write(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            }
        }
        decoder.end();
    }

    private static boolean isText(int event) {
        return event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA;
    }

    private int advance() throws IOException {
        try {
            if (!xml.hasNext()) {
                throw new MalformedSoapException("the answer ends too early");
            }
            int event = xml.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> deeper();
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new MalformedSoapException(
                            "the answer holds a document type or an entity, which no answer has");
                case XMLStreamConstants.END_DOCUMENT -> throw new MalformedSoapException("the answer ends too early");
                default -> {}
            }
            return event;
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    private void deeper() throws IOException {
        if (++depth > DEPTH_MOST) {
            throw new MalformedSoapException("the answer's elements are nested more than " + DEPTH_MOST + " deep");
        }
    }

    /// What the network did wrong must not look like a fault of the document.
    private static IOException malformed(XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return io;
            }
        }
        if (e.getNestedException() instanceof IOException io) {
            return io;
        }
        return new MalformedSoapException("the answer's XML cannot be read", e);
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }
}
