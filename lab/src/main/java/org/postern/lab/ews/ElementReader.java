package org.postern.lab.ews;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a request's XML into elements: no DTD, no entities, bounded depth and count.
final class ElementReader {
    private static final int DEPTH_MAX = 64;
    private static final int ELEMENTS_MAX = 200_000;

    private final Deque<Open> open = new ArrayDeque<>();
    private int elements;

    private ElementReader() {}

    private static final class Open {
        final String name;
        final Map<String, String> attributes = new HashMap<>();
        final List<Element> children = new ArrayList<>();
        final StringBuilder text = new StringBuilder();

        Open(String name) {
            this.name = name;
        }

        Element closed() {
            return new Element(name, attributes, children, children.isEmpty() ? text.toString() : "");
        }
    }

    /// The root element; fails with a schema violation when the bytes are no XML that EWS takes.
    static Element read(byte[] xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            return new ElementReader().read(reader);
        } catch (XMLStreamException e) {
            throw EwsFailure.schema("The request is no well-formed XML: " + e.getMessage());
        }
    }

    private Element read(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text(reader);
                case XMLStreamConstants.END_ELEMENT -> {
                    Element closed = open.pop().closed();
                    if (open.isEmpty()) {
                        return closed;
                    }
                    open.element().children.add(closed);
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw EwsFailure.schema("The request holds a DTD or an entity; EWS takes neither.");
                default -> {} // comments and processing instructions
            }
        }
        throw EwsFailure.schema("The request is empty.");
    }

    private void start(XMLStreamReader reader) {
        if (open.size() == DEPTH_MAX || ++elements > ELEMENTS_MAX) {
            throw EwsFailure.schema(
                    "The request has more than " + ELEMENTS_MAX + " elements or is deeper than " + DEPTH_MAX + ".");
        }
        Open element = new Open(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        open.push(element);
    }

    private void text(XMLStreamReader reader) {
        if (!open.isEmpty()) {
            open.element().text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        }
    }
}
