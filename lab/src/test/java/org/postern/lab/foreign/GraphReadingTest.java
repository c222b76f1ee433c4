package org.postern.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.graph.core.tasks.PageIterator;
import com.microsoft.graph.models.FileAttachment;
import com.microsoft.graph.models.MailFolder;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;

/// Microsoft's Graph SDK reads the lab: users, folders, messages, MIME, errors.
@SuppressWarnings("NullAway") // the SDK declares every result nullable; a null fails the test where it stands
class GraphReadingTest {
    private static JudgedLab judged;

    private static GraphServiceClient graph;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        judged = JudgedLab.start(directory, new SmallOffice());
        graph = judged.graph();
    }

    @AfterAll
    static void stop() {
        judged.close();
    }

    @Test
    void pagesThroughTheUsers() throws Exception {
        UserCollectionResponse first = graph.users().get(config -> {
            config.queryParameters.top = 2;
            config.queryParameters.select = new String[] {"id", "displayName", "mail", "userPrincipalName"};
        });
        assertThat(first.getValue()).hasSize(2);
        List<String> names = new ArrayList<>();
        new PageIterator.Builder<User, UserCollectionResponse>()
                .client(graph)
                .collectionPage(Objects.requireNonNull(first))
                .collectionPageFactory(UserCollectionResponse::createFromDiscriminatorValue)
                .processPageItemCallback(user -> names.add(user.getUserPrincipalName()))
                .build()
                .iterate();
        assertThat(names).hasSize(5).contains(SmallOffice.ANN);
        assertThat(graph.users().byUserId(SmallOffice.ANN).get().getDisplayName())
                .isEqualTo("Ann Lee");
    }

    @Test
    void listsTheFoldersAndTheirChildren() {
        List<MailFolder> folders = Objects.requireNonNull(
                        ann().mailFolders().get(config -> config.queryParameters.top = 100))
                .getValue();
        assertThat(folders)
                .extracting(MailFolder::getDisplayName)
                .contains("Inbox", "Sent Items", "Drafts", "Projects");
        MailFolder inbox = ann().mailFolders().byMailFolderId("inbox").get();
        assertThat(inbox.getTotalItemCount()).isEqualTo(SmallOffice.IN_INBOX);
        assertThat(inbox.getUnreadItemCount()).isEqualTo(8);
        MailFolder projects = folders.stream()
                .filter(folder -> "Projects".equals(folder.getDisplayName()))
                .findFirst()
                .orElseThrow();
        assertThat(projects.getChildFolderCount()).isEqualTo(1);
        assertThat(ann().mailFolders()
                        .byMailFolderId(projects.getId())
                        .childFolders()
                        .get()
                        .getValue())
                .extracting(MailFolder::getDisplayName)
                .containsExactly("Harbour");
    }

    @Test
    void readsAMessageAsTheSdkModelsIt() {
        Message message = newest();
        assertThat(message.getSubject()).isEqualTo("Message 22");
        assertThat(message.getInternetMessageId()).isEqualTo("<22@outside.example>");
        assertThat(message.getFrom().getEmailAddress().getName()).isEqualTo("Jörg");
        assertThat(message.getFrom().getEmailAddress().getAddress()).isEqualTo("jorg@outside.example");
        assertThat(message.getToRecipients()).hasSize(1);
        assertThat(message.getCcRecipients()).hasSize(1);
        assertThat(message.getReceivedDateTime()).isEqualTo(OffsetDateTime.parse("2026-03-02T06:00:00Z"));
        assertThat(message.getHasAttachments()).isTrue();
        assertThat(message.getIsDraft()).isFalse();
        assertThat(message.getBody().getContent()).contains("Grüße №22");
        assertThat(message.getChangeKey()).isNotBlank();
        var attachments = message(message).attachments().get().getValue();
        assertThat(attachments).hasSize(1).first().isInstanceOf(FileAttachment.class);
        assertThat(((FileAttachment) attachments.getFirst()).getContentBytes())
                .isEqualTo("a,b".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valueGivesTheBytesOfEveryMessage() throws Exception {
        List<Message> all = Objects.requireNonNull(ann().mailFolders()
                        .byMailFolderId("inbox")
                        .messages()
                        .get(config -> {
                            config.queryParameters.top = 50;
                            config.queryParameters.select = new String[] {"id", "subject"};
                        }))
                .getValue();
        assertThat(all).hasSize(SmallOffice.IN_INBOX);
        for (Message one : all) {
            int number = Integer.parseInt(one.getSubject().substring("Message ".length()));
            try (InputStream in = message(one).content().get()) {
                assertThat(in.readAllBytes()).isEqualTo(SmallOffice.mime(number));
            }
        }
    }

    @Test
    void pagesThroughMessagesInOrder() {
        var page = ann().mailFolders().byMailFolderId("inbox").messages().get(config -> {
            config.queryParameters.top = 10;
            config.queryParameters.orderby = new String[] {"receivedDateTime asc"};
        });
        List<String> subjects = new ArrayList<>();
        while (page != null) {
            page.getValue().forEach(message -> subjects.add(message.getSubject()));
            String next = page.getOdataNextLink();
            page = next == null
                    ? null
                    : ann().mailFolders()
                            .byMailFolderId("inbox")
                            .messages()
                            .withUrl(next)
                            .get();
        }
        assertThat(subjects)
                .hasSize(SmallOffice.IN_INBOX)
                .startsWith("Message 0", "Message 1")
                .endsWith("Message 22");
    }

    @Test
    void anErrorArrivesAsTheSdksError() {
        assertThatThrownBy(() -> ann().messages().byMessageId("AAMkADnone").get())
                .isInstanceOfSatisfying(ODataError.class, error -> {
                    assertThat(error.getResponseStatusCode()).isIn(400, 404);
                    assertThat(error.getError().getCode()).startsWith("ErrorI");
                    assertThat(error.getError().getInnerError().getRequestId()).isNotBlank();
                });
        assertThatThrownBy(() -> graph.users().byUserId("nobody@judged.example").get())
                .isInstanceOfSatisfying(
                        ODataError.class,
                        error -> assertThat(error.getResponseStatusCode()).isEqualTo(404));
    }

    @Test
    void theSdkWaitsWhenItIsThrottled() {
        String fault = judged.lab()
                .faults()
                .add(new Fault(
                        FaultKind.THROTTLED,
                        Fault.Scope.EVERYWHERE,
                        1,
                        OptionalInt.of(1),
                        OptionalInt.empty(),
                        OptionalInt.of(1),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        "any"));
        try {
            long before = System.nanoTime();
            assertThat(ann().mailFolders().byMailFolderId("inbox").get().getDisplayName())
                    .isEqualTo("Inbox");
            assertThat(System.nanoTime() - before).isGreaterThan(900_000_000L);
        } finally {
            judged.lab().faults().remove(fault);
        }
    }

    private static Message newest() {
        return Objects.requireNonNull(ann().mailFolders()
                        .byMailFolderId("inbox")
                        .messages()
                        .get(config -> config.queryParameters.top = 1))
                .getValue()
                .getFirst();
    }

    private static com.microsoft.graph.users.item.messages.item.MessageItemRequestBuilder message(Message message) {
        return ann().messages().byMessageId(Objects.requireNonNull(message.getId()));
    }

    private static UserItemRequestBuilder ann() {
        return graph.users().byUserId(SmallOffice.ANN);
    }
}
