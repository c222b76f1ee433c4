package org.postern.lab.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.lab.ews.EwsClient.ANN;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;

/// Microsoft's own sample requests, and the schema that all other tests hold their answers against where it is there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EwsSchemaTest {
    private final LabFixture lab = LabFixture.start();
    private final EwsClient ews = EwsClient.withToken(lab);

    @BeforeAll
    static void needsTheTestData() {
        EwsSchema.assumePresent();
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void theSchemaRefusesWhatIsWrong() {
        byte[] wrong =
                EwsClient.envelope(ANN, "<m:GetItem><m:Nonsense/></m:GetItem>").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> EwsSchema.check(wrong)).isInstanceOf(AssertionError.class);
    }

    @Test
    void everySampleRequestIsAnsweredAsTheSchemaWants() throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(EwsSchema.corpus().resolve("exchange/ews-samples"))) {
            samples = files.filter(file -> file.getFileName().toString().endsWith(".request.xml"))
                    .sorted()
                    .toList();
        }
        assertThat(samples).hasSizeGreaterThan(100);
        int answered = 0;
        for (Path sample : samples) {
            Answer answer = ews.raw(impersonating(Files.readString(sample)));
            assertThat(answer.header("Content-Type")).as(sample.toString()).isEqualTo("text/xml; charset=utf-8");
            assertThat(answer.status()).as(sample.toString()).isIn(200, 500);
            EwsSchema.check(answer.body());
            answered += answer.status() == 200 ? 1 : 0;
        }
        assertThat(answered).isGreaterThan(20);
    }

    /// The sample with a header that names a mailbox.
    private static String impersonating(String sample) {
        String header = "<s:Header xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\"><t:ExchangeImpersonation>"
                + "<t:ConnectingSID><t:PrimarySmtpAddress>" + ANN + "</t:PrimarySmtpAddress></t:ConnectingSID>"
                + "</t:ExchangeImpersonation></s:Header>";
        return sample.replaceFirst("(?s)<(\\w+:)?Header.*?Header>", "")
                .replaceFirst("<(\\w+:)?Body", header + "<$1Body")
                .strip();
    }
}
