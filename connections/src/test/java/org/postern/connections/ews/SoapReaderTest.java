package org.postern.connections.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postern.mail.FolderId;
import org.postern.mail.MessageState;

class SoapReaderTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>";
    private static final String TAIL = "</s:Body></s:Envelope>";

    private static InputStream stream(String xml) {
        return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    /// Gives at most so many bytes at a time, so that everything is cut somewhere.
    private static InputStream dripping(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, most));
            }
        };
    }

    private static Attempt read(String xml, Responses.Payload payload) throws IOException, InterruptedException {
        try (SoapReader reader = new SoapReader(stream(xml))) {
            return Responses.read(reader, 200, payload);
        }
    }

    private static String cleaned(String xml, int most) throws IOException {
        byte[] bytes = new XmlFilter(dripping(xml.getBytes(StandardCharsets.UTF_8), most)).readAllBytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void replacesWhatXmlForbidsWhereverItIsCut() throws IOException {
        String dirty = "a&#x0;b&#0;c&#x1A;d&#xD800;e&#xFFFE;f\u0000g\u001bh&#x110000;i&#99999999999;j";
        String clean = "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf g h\uFFFDi\uFFFDj";
        String legal = "&#x9;&#10;&#xD;&amp;&lt;&#xE9;&#x1F600; \t\r\n plain &#xFFFD; & alone";
        for (int most = 1; most < 40; most++) {
            assertThat(cleaned(dirty, most)).as("%d at a time", most).isEqualTo(clean);
            assertThat(cleaned(legal, most)).as("%d at a time", most).isEqualTo(legal);
        }
        assertThat(cleaned("&#x00000000000000000000000000000000041;", 7)).startsWith("&#x0000");
        assertThat(cleaned("x&#x1", 3)).isEqualTo("x&#x1");
        assertThat(cleaned("", 3)).isEmpty();
    }

    @Test
    void refusesDocumentTypesAndEntitiesAndDepth() {
        for (String evil : List.of(
                "<!DOCTYPE s:Envelope [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + HEAD + "&x;" + TAIL,
                "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><a>&b;</a>",
                HEAD + "<x>&unknown;</x>" + TAIL,
                HEAD + "<x>".repeat(100) + "</x>".repeat(100) + TAIL,
                HEAD + "<x>",
                "not XML at all",
                "")) {
            assertThatThrownBy(() -> read(evil, (_, _, _) -> {})).as(evil).isInstanceOf(IOException.class);
        }
    }

    @Test
    void decodesALongMessageAsItArrives() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        byte[] mime = new byte[3_000_001];
        new Random(seed).nextBytes(mime);
        String base64 = Base64.getMimeEncoder().encodeToString(mime);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        read(
                HEAD + "<m:GetItemResponse xmlns:m=\"m\"><m:ResponseMessages>"
                        + "<m:GetItemResponseMessage ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode>"
                        + "<m:Items><Message><MimeContent>" + base64 + "</MimeContent></Message></m:Items>"
                        + "</m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse>" + TAIL,
                (_, name, xml) -> {
                    if (name.equals("Items")) {
                        xml.children(_ -> ItemReader.read(xml, out));
                    }
                });
        assertThat(out.toByteArray()).as("seed %d", seed).isEqualTo(mime);
    }

    @Test
    void readsTheThreeGuisesOfThrottling() throws IOException, InterruptedException {
        String inner = "<m:MessageText>busy &#x0; now</m:MessageText><m:ResponseCode>ErrorServerBusy</m:ResponseCode>"
                + "<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
                + "<m:MessageXml><t:Value xmlns:t=\"t\" Name=\"BackOffMilliseconds\">297749</t:Value></m:MessageXml>";
        Attempt inside = read(
                HEAD + "<m:R xmlns:m=\"m\"><m:ResponseMessages><m:X ResponseClass=\"Error\">" + inner
                        + "</m:X></m:ResponseMessages></m:R>" + TAIL,
                (_, _, _) -> {});
        assertThat(inside).isInstanceOfSatisfying(Attempt.Answered.class, answered -> {
            Status status = answered.statuses().getFirst();
            assertThat(status.busy()).isTrue();
            assertThat(status.asked()).contains(Duration.ofMillis(297_749));
        });
        Attempt fault = read(
                HEAD + "<s:Fault><faultcode>a:ErrorServerBusy</faultcode><faultstring>busy</faultstring><detail>"
                        + "<e:ResponseCode xmlns:e=\"e\">ErrorServerBusy</e:ResponseCode><e:Message xmlns:e=\"e\">busy"
                        + "</e:Message><t:MessageXml xmlns:t=\"t\"><t:Value Name=\"BackOffMilliseconds\">0</t:Value>"
                        + "</t:MessageXml></detail></s:Fault>" + TAIL,
                (_, _, _) -> {});
        assertThat(fault).isEqualTo(new Attempt.Fault(200, new Status("ErrorServerBusy", "busy", Duration.ZERO)));
    }

    @Test
    void readsAnItemsMarks() throws IOException, InterruptedException {
        List<MessageState> states = new ArrayList<>();
        try (SoapReader xml = new SoapReader(stream("<t:Message xmlns:t=\"t\"><t:ItemId Id=\"A+B/C=\" ChangeKey=\"k\"/>"
                + "<t:ParentFolderId Id=\"F/1\"/><t:DateTimeReceived>2026-01-02T03:04:05Z</t:DateTimeReceived>"
                + "<t:Size>12</t:Size><t:Categories><t:String>Blue</t:String><t:String>A &amp; B</t:String></t:Categories>"
                + "<t:Importance>High</t:Importance><t:IsDraft>false</t:IsDraft><t:ExtendedProperty><t:ExtendedFieldURI"
                + " PropertyTag=\"0x1090\" PropertyType=\"Integer\"/><t:Value>2</t:Value></t:ExtendedProperty>"
                + "<t:IsRead>false</t:IsRead></t:Message>"))) {
            ItemReader item = ItemReader.read(xml, null);
            item.state(new FolderId("other")).ifPresent(states::add);
            assertThat(item.size()).hasValue(12);
        }
        assertThat(states).first().satisfies(state -> {
            assertThat(state.id().value()).isEqualTo("A-B_C=");
            assertThat(Ids.theirs(state.id())).isEqualTo("A+B/C=");
            assertThat(state.folder()).isEqualTo(new FolderId("F_1"));
            assertThat(state.categories()).containsExactly("Blue", "A & B");
            assertThat(state.followUp()).isEqualTo(MessageState.FollowUp.FLAGGED);
            assertThat(state.importance()).isEqualTo(MessageState.Importance.HIGH);
            assertThat(state.read()).isFalse();
        });
    }

    /// Microsoft's own samples: an answer is read, or refused as malformed, and nothing else happens.
    @Test
    void readsMicrosoftsSamples() throws IOException, InterruptedException {
        Path samples = Path.of(System.getenv().getOrDefault("POSTERN_CORPUS", "../../shared/corpus/unpacked"))
                .resolve("exchange/ews-samples");
        Assumptions.assumeTrue(
                Files.isDirectory(samples), "SKIPPED: set POSTERN_CORPUS to the corpus with exchange/ews-samples");
        int read = 0;
        try (Stream<Path> files = Files.list(samples)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".response.xml"))
                    .toList()) {
                try (SoapReader xml = new SoapReader(Files.newInputStream(file))) {
                    Responses.read(xml, 200, (_, _, _) -> {});
                    read++;
                } catch (MalformedSoapException e) {
                    assertThat(e).hasMessageStartingWith("the answer"); // Excerpts and pages are among them.
                }
            }
        }
        assertThat(read).isGreaterThan(60);
    }
}
