package org.postern.protect.explode;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// XML read from start to end, without document types, entities or anything fetched.
final class Xml {
    private static final int MOST_EVENTS = 2_000_000;
    private static final int MOST_TAGS = 1_000;

    private Xml() {}

    /// The names of a document's elements, each once.
    record Tags(List<String> tags) {}

    static @Nullable Object tags(ExplodedFile file) {
        if (!file.is("xml", "svg")) {
            return null;
        }
        Set<String> tags = new LinkedHashSet<>();
        read(file.content(), reader -> {
            if (reader.isStartElement() && tags.size() < MOST_TAGS) {
                tags.add(reader.getLocalName());
            }
        });
        return new Tags(List.copyOf(tags));
    }

    /// Calls for each event; a document that breaks off, or has a document type, ends there.
    static void read(byte[] document, Consumer<XMLStreamReader> each) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text(document)));
            for (int events = 0; reader.hasNext() && events < MOST_EVENTS; events++) {
                reader.next();
                each.accept(reader);
            }
        } catch (XMLStreamException broken) {
            // What came before is what there is.
        }
    }

    /// As characters: the parser would write to the console of bytes that are none.
    private static String text(byte[] document) {
        Text.Decoded decoded = Text.decoded(document);
        return decoded == null ? new String(document, StandardCharsets.ISO_8859_1) : decoded.text();
    }

    /// The texts of elements with these local names, in order.
    static List<String> texts(byte[] document, String element) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean[] within = {false};
        read(document, reader -> {
            if (reader.isStartElement() && reader.getLocalName().equals(element)) {
                within[0] = true;
            } else if (reader.isEndElement() && reader.getLocalName().equals(element)) {
                texts.add(text.toString());
                text.setLength(0);
                within[0] = false;
            } else if (within[0] && reader.isCharacters()) {
                text.append(reader.getText());
            }
        });
        return texts;
    }
}
