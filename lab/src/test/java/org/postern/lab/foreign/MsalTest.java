package org.postern.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalServiceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Microsoft's sign-in library (RS256, `x5t#S256`, no `iat`) against the lab's token endpoint.
class MsalTest {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static JudgedLab judged;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        judged = JudgedLab.start(directory, new SmallOffice());
    }

    @AfterAll
    static void stop() {
        judged.close();
    }

    @Test
    void aRegisteredCertificateGetsAToken() throws Exception {
        IAuthenticationResult result = JudgedLab.token(client(judged.held()));
        String claims = new String(
                Base64.getUrlDecoder().decode(result.accessToken().split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(claims)
                .contains(judged.application().appId().toString())
                .contains(judged.tenant().id().toString())
                .contains("Mail.ReadWrite")
                .contains("https://graph.microsoft.com");
        assertThat(result.expiresOnDate()).isInTheFuture();
    }

    @Test
    void theTenantMayBeNamedByItsDomain() throws Exception {
        ConfidentialClientApplication byDomain = judged.signIn(
                judged.held(),
                judged.application().appId().toString(),
                judged.tenant().domain());
        assertThat(JudgedLab.token(byDomain).accessToken()).isNotEmpty();
    }

    @Test
    void theSignInIsRecordedWithTheKeyThatWasUsed() throws Exception {
        JudgedLab.token(client(judged.held()));
        assertThat(judged.tenant().signIns()).isNotEmpty();
        assertThat(judged.tenant().signIns().toString())
                .contains(judged.application().keys().getFirst().keyId().toString());
    }

    @Test
    void anUnregisteredCertificateIsRefused() throws Exception {
        assertThatThrownBy(() -> JudgedLab.token(client(JudgedLab.newKey())))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(MsalServiceException.class, e -> {
                    assertThat(e.errorCode()).isEqualTo("invalid_client");
                    assertThat(e.statusCode()).isEqualTo(401);
                    assertThat(e).hasMessageContaining("AADSTS700027");
                    assertThat(e.correlationId()).isNotBlank();
                });
    }

    @Test
    void aKeyThatDoesNotFitItsCertificateIsRefused() throws Exception {
        JudgedLab.Held mixed =
                new JudgedLab.Held(JudgedLab.newKey().keys(), judged.held().certificate());
        assertThatThrownBy(() -> JudgedLab.token(client(mixed)))
                .cause()
                .isInstanceOfSatisfying(
                        MsalServiceException.class,
                        e -> assertThat(e.errorCode()).isEqualTo("invalid_client"));
    }

    @Test
    void anUnknownApplicationAndAnUnknownTenantAreRefused() throws Exception {
        assertThatThrownBy(() -> JudgedLab.token(judged.signIn(
                        judged.held(),
                        UUID.randomUUID().toString(),
                        judged.tenant().id().toString())))
                .cause()
                .isInstanceOf(MsalServiceException.class)
                .hasMessageContaining("AADSTS700016");
        assertThatThrownBy(() -> JudgedLab.token(judged.signIn(
                        judged.held(),
                        judged.application().appId().toString(),
                        UUID.randomUUID().toString())))
                .cause()
                .isInstanceOf(MsalServiceException.class)
                .hasMessageContaining("AADSTS90002");
    }

    private static ConfidentialClientApplication client(JudgedLab.Held key) throws Exception {
        return judged.signIn(
                key,
                judged.application().appId().toString(),
                judged.tenant().id().toString());
    }
}
