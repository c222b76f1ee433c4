package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.ItemId;
import org.postern.mail.TenantId;

class VaultSearchTest {
    @TempDir
    Path directory;

    @Test
    void whatWasCommittedIsFoundAtOnceAndWhatIsGoneAsAtThen() {
        try (PackVault vault = open(directory)) {
            PackVaultTest.put(vault, CONTOSO, "m1", message("zeppelin"));
            assertThat(found(vault, "zeppelin", null)).containsExactly("m1");
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(10))) {
                assertThat(writer.update(state("m1", ARCHIVE))).isTrue();
                writer.commit();
            }
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(20))) {
                writer.removeFolder(ARCHIVE);
                writer.commit();
            }
            assertThat(found(vault, "zeppelin", at(5))).containsExactly("m1");
            assertThat(found(vault, "zeppelin", at(15))).containsExactly("m1");
            assertThat(found(vault, "zeppelin", at(25))).isEmpty();
        }
        try (PackVault vault = open(directory)) {
            assertThat(found(vault, "zeppelin", at(15))).containsExactly("m1");
            assertThat(vault.message(CONTOSO, ANNA, new ItemId("m1"), null)).isEmpty();
        }
    }

    private static List<String> found(PackVault vault, String word, @Nullable Instant asAt) {
        SearchQuery query =
                new SearchQuery(word, null, null, null, null, null, null, asAt, SearchQuery.Order.RELEVANCE, 10, null);
        SearchPage page = vault.search(CONTOSO, query);
        assertThat(page.problem()).isNull();
        return page.hits().stream()
                .map(version -> version.state().id().value())
                .distinct()
                .toList();
    }

    @Test
    void anotherTenantFindsNothingByAnyId() {
        try (PackVault vault = open(directory)) {
            vault.addTenant(FABRIKAM);
            vault.putMailbox(CONTOSO, ANNA, "anna@contoso.test", "Anna");
            ContentName name = PackVaultTest.put(vault, CONTOSO, "m1", message("zeppelin"));
            ItemId item = new ItemId("m1");
            assertThat(vault.mailboxes(FABRIKAM)).isEmpty();
            assertThat(vault.mailbox(FABRIKAM, ANNA)).isEmpty();
            assertThat(vault.folders(FABRIKAM, ANNA, null)).isEmpty();
            assertThat(vault.messages(FABRIKAM, ANNA, INBOX, null, null, 10)).isEmpty();
            assertThat(vault.message(FABRIKAM, ANNA, item, null)).isEmpty();
            assertThat(vault.history(FABRIKAM, ANNA, item)).isEmpty();
            assertThat(vault.missing(FABRIKAM, ANNA, 10)).isEmpty();
            assertThat(vault.syncState(FABRIKAM, ANNA, "mail")).isEmpty();
            assertThat(vault.stats(FABRIKAM).messages()).isZero();
            assertThat(vault.search(FABRIKAM, SearchQuery.words("zeppelin")).hits())
                    .isEmpty();
            assertThatExceptionOfType(VaultException.class).isThrownBy(() -> vault.content(FABRIKAM, name));
            try (MailboxWriter writer = vault.write(FABRIKAM, ANNA, at(2))) {
                assertThat(writer.update(state("m1", INBOX))).isFalse();
                writer.remove(item);
                writer.removeFolder(INBOX);
                writer.commit();
            }
            assertThat(vault.message(CONTOSO, ANNA, item, null)).isPresent();
            TenantId nobody = new TenantId("nobody");
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> vault.mailboxes(nobody))
                    .withMessageContaining("no tenant nobody");
        }
    }
}
