package org.postern.lab.ews;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// Microsoft's schema of EWS, from the developers' test data.
final class EwsSchema {
    private static final String MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages";

    /// The attribute `xml:lang`, for which the schema itself points to a place on the Internet.
    private static final String XML_LANG = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
            + " targetNamespace=\"http://www.w3.org/XML/1998/namespace\"><xs:attribute name=\"lang\""
            + " type=\"xs:language\"/></xs:schema>";

    private static final class Holder {
        static final Optional<Schema> SCHEMA = load();
    }

    private EwsSchema() {}

    static Path corpus() {
        String set = System.getenv("POSTERN_CORPUS");
        return set == null ? Path.of("..", "..", "shared", "corpus", "unpacked") : Path.of(set);
    }

    private static Optional<Schema> load() {
        Path file = corpus().resolve("exchange/ews-schema/o365/wsdl/messages.xsd");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            return Optional.of(factory.newSchema(
                    new Source[] {new StreamSource(new StringReader(XML_LANG)), new StreamSource(file.toFile())}));
        } catch (SAXException e) {
            throw new AssertionError("The test data's schema cannot be read.", e);
        }
    }

    /// Skips the test, loudly, where the schema is not there.
    static void assumePresent() {
        assumeTrue(
                Holder.SCHEMA.isPresent(),
                "SKIPPED: set POSTERN_CORPUS to the developers' test data, to hold EWS against Microsoft's schema");
    }

    /// Fails when the operation in an envelope is not as the schema wants it; a fault is none of its business.
    static void check(byte[] envelope) {
        Holder.SCHEMA.ifPresent(schema -> {
            try {
                Node operation = operation(envelope);
                if (MESSAGES.equals(operation.getNamespaceURI())) {
                    schema.newValidator().validate(new DOMSource(operation));
                }
            } catch (SAXException | IOException | ParserConfigurationException e) {
                throw new AssertionError(e.getMessage() + "\n" + new String(envelope, StandardCharsets.UTF_8), e);
            }
        });
    }

    private static Node operation(byte[] envelope) throws SAXException, IOException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(envelope));
        Element body = (Element) document.getElementsByTagNameNS("*", "Body").item(0);
        Node child = body.getFirstChild();
        while (child.getNodeType() != Node.ELEMENT_NODE) {
            child = child.getNextSibling();
        }
        return child;
    }
}
