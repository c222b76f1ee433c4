package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The addresses of a public test suite: every valid one is read as one address, none of all makes us fail.
///
/// Needs the developers' corpus; skipped with a message where it is missing.
final class IsEmailTest {
    private static final Path TESTS = Path.of(
                    Optional.ofNullable(System.getenv("POSTERN_CORPUS")).orElse("../../shared/corpus/unpacked"))
            .resolve("address/isemail/test/tests.xml");

    @Test
    void validAddressesAreReadWhole() throws Exception {
        assumeTrue(
                Files.isRegularFile(TESTS),
                () -> "SKIPPED: no " + TESTS.toAbsolutePath()
                        + "; unpack the corpus and set POSTERN_CORPUS to its folder");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList tests = factory.newDocumentBuilder().parse(TESTS.toFile()).getElementsByTagName("test");
        int valid = 0;
        for (int i = 0; i < tests.getLength(); i++) {
            Element test = (Element) tests.item(i);
            String address = content(test, "address");
            List<EmailAddress> read = EmailAddress.parseAll(address);
            String category = content(test, "category");
            if (category.equals("ISEMAIL_VALID_CATEGORY") || category.equals("ISEMAIL_RFC5321")) {
                valid++;
                assertThat(read).as(address).hasSize(1);
                assertThat(plain(read.getFirst().address())).as(address).isEqualTo(plain(address));
            }
        }
        assertThat(valid).isGreaterThan(20);
    }

    /// Without quotes and escapes, which may be written in several ways.
    private static String plain(String address) {
        return address.replace("\"", "").replace("\\", "").strip();
    }

    private static String content(Element test, String name) {
        return test.getElementsByTagName(name).item(0).getTextContent();
    }
}
