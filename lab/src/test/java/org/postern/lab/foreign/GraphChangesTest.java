package org.postern.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.graph.core.content.BatchRequestContent;
import com.microsoft.graph.core.content.BatchResponseContent;
import com.microsoft.graph.models.BodyType;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.FileAttachment;
import com.microsoft.graph.models.FollowupFlag;
import com.microsoft.graph.models.FollowupFlagStatus;
import com.microsoft.graph.models.ItemBody;
import com.microsoft.graph.models.MailFolder;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.models.SingleValueLegacyExtendedProperty;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.graph.users.item.mailfolders.item.messages.delta.DeltaGetResponse;
import com.microsoft.graph.users.item.messages.item.MessageItemRequestBuilder;
import com.microsoft.graph.users.item.messages.item.move.MovePostRequestBody;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Microsoft's Graph SDK writes to the lab and follows its deltas.
@SuppressWarnings("NullAway") // the SDK declares every result nullable; a null fails the test where it stands
class GraphChangesTest {
    private static final HashMap<String, ParsableFactory<? extends Parsable>> ERRORS =
            new HashMap<>(Map.of("XXX", ODataError::createFromDiscriminatorValue));

    @TempDir
    Path directory;

    private JudgedLab judged;

    private GraphServiceClient graph;

    /// What a round of a delta brought.
    private record Round(List<Message> present, List<String> removed, int pages, String deltaLink) {}

    @BeforeEach
    void start() throws Exception {
        judged = JudgedLab.start(directory, new SmallOffice());
        graph = judged.graph();
    }

    @AfterEach
    void stop() {
        judged.close();
    }

    @Test
    void messageDeltaPagesToItsEndAndThenBringsChangesOnly() throws Exception {
        Round first = round("");
        assertThat(first.present()).hasSize(SmallOffice.IN_INBOX);
        assertThat(first.pages()).isEqualTo(5);
        assertThat(round(first.deltaLink()).present()).isEmpty();

        Message made = createMime(SmallOffice.mime(77));
        Message read = new Message();
        read.setIsRead(false);
        Message changed = message(first.present().get(1)).patch(read);
        MovePostRequestBody move = new MovePostRequestBody();
        move.setDestinationId("archive");
        message(first.present().get(2)).move().post(move);
        message(first.present().get(3)).delete();
        message(first.present().get(4)).permanentDelete().post();

        Round second = round(first.deltaLink());
        assertThat(second.present())
                .extracting(Message::getId)
                .containsExactlyInAnyOrder(made.getId(), changed.getId());
        assertThat(second.removed())
                .containsExactlyInAnyOrder(
                        first.present().get(2).getId(),
                        first.present().get(3).getId(),
                        first.present().get(4).getId());
        assertThat(round(second.deltaLink()).present()).isEmpty();
    }

    @Test
    void folderDeltaBringsNewRenamedAndDeletedFolders() {
        var page = Objects.requireNonNull(ann().mailFolders().delta().get());
        List<MailFolder> all = new ArrayList<>(page.getValue());
        while (page.getOdataNextLink() != null) {
            page = Objects.requireNonNull(
                    ann().mailFolders().delta().withUrl(page.getOdataNextLink()).get());
            all.addAll(page.getValue());
        }
        assertThat(all).extracting(MailFolder::getDisplayName).contains("Inbox", "Projects", "Harbour");
        MailFolder fresh = new MailFolder();
        fresh.setDisplayName("航海日誌");
        MailFolder made = ann().mailFolders().post(fresh);
        MailFolder name = new MailFolder();
        name.setDisplayName("Port");
        String harbour = all.stream()
                .filter(folder -> "Harbour".equals(folder.getDisplayName()))
                .findFirst()
                .orElseThrow()
                .getId();
        ann().mailFolders().byMailFolderId(harbour).patch(name);

        var changes =
                ann().mailFolders().delta().withUrl(page.getOdataDeltaLink()).get();
        assertThat(changes.getValue()).extracting(MailFolder::getDisplayName).contains("航海日誌", "Port");

        ann().mailFolders().byMailFolderId(made.getId()).permanentDelete().post();
        var later =
                ann().mailFolders().delta().withUrl(changes.getOdataDeltaLink()).get();
        assertThat(later.getValue()).anySatisfy(folder -> {
            assertThat(folder.getId()).isEqualTo(made.getId());
            assertThat(folder.getAdditionalData()).containsKey("@removed");
        });
    }

    @Test
    void mimeBecomesADraftWithTheSameBytes() throws Exception {
        byte[] mime = SmallOffice.mime(99);
        Message made = createMime(mime);
        assertThat(made.getSubject()).isEqualTo("Message 99");
        assertThat(made.getIsDraft()).isTrue();
        try (InputStream in = message(made).content().get()) {
            assertThat(in.readAllBytes()).isEqualTo(mime);
        }
    }

    @Test
    void jsonBecomesAMessageThatIsNoDraftWithItsAttachment() throws Exception {
        Message message = new Message();
        message.setSubject("Gezeitentafel für März 🌊");
        ItemBody body = new ItemBody();
        body.setContentType(BodyType.Html);
        body.setContent("<p>Hoch: 03:12</p>");
        message.setBody(body);
        message.setToRecipients(List.of(recipient("ann@judged.example")));
        message.setFrom(recipient("harbour@outside.example"));
        SingleValueLegacyExtendedProperty flags = new SingleValueLegacyExtendedProperty();
        flags.setId("Integer 0x0E07");
        flags.setValue("4");
        message.setSingleValueExtendedProperties(List.of(flags));
        FileAttachment file = new FileAttachment();
        file.setOdataType("#microsoft.graph.fileAttachment");
        file.setName("tide.csv");
        file.setContentType("text/csv");
        file.setContentBytes("high,03:12".getBytes(StandardCharsets.UTF_8));
        message.setAttachments(List.of(file));
        Message made = ann().mailFolders().byMailFolderId("inbox").messages().post(message);
        Message again = message(made).get();
        assertThat(again.getSubject()).isEqualTo("Gezeitentafel für März 🌊");
        assertThat(again.getIsDraft()).isFalse();
        assertThat(again.getHasAttachments()).isTrue();
        assertThat(again.getBody().getContent()).contains("Hoch: 03:12");
        try (InputStream in = message(made).content().get()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("tide.csv", "harbour@outside.example");
        }
    }

    @Test
    void flagsCategoriesAndReadStateChange() {
        Message first = round("").present().getFirst();
        Message change = new Message();
        change.setIsRead(true);
        change.setCategories(List.of("Harbour", "重要"));
        FollowupFlag flag = new FollowupFlag();
        flag.setFlagStatus(FollowupFlagStatus.Flagged);
        change.setFlag(flag);
        Message changed = message(first).patch(change);
        assertThat(changed.getChangeKey()).isNotEqualTo(first.getChangeKey());
        assertThat(changed.getCategories()).containsExactly("Harbour", "重要");
        assertThat(changed.getFlag().getFlagStatus()).isEqualTo(FollowupFlagStatus.Flagged);
        assertThat(changed.getIsRead()).isTrue();
    }

    @Test
    void aMovedMessageHasANewIdAndTheOldOneIsGone() {
        Message first = round("").present().getFirst();
        MovePostRequestBody move = new MovePostRequestBody();
        move.setDestinationId("deleteditems");
        Message moved = message(first).move().post(move);
        assertThat(moved.getId()).isNotEqualTo(first.getId());
        assertThat(moved.getSubject()).isEqualTo(first.getSubject());
        assertThatThrownBy(() -> message(first).get()).isInstanceOfSatisfying(ODataError.class, error -> {
            assertThat(error.getResponseStatusCode()).isEqualTo(404);
            assertThat(error.getError().getCode()).isEqualTo("ErrorItemNotFound");
        });
        message(moved).permanentDelete().post();
        assertThatThrownBy(() -> message(moved).get()).isInstanceOf(ODataError.class);
    }

    @Test
    void anImmutableIdStaysOverAMove() {
        String immutable = "IdType=\"ImmutableId\"";
        Message before = ann().mailFolders()
                .byMailFolderId("inbox")
                .messages()
                .get(config -> config.headers.add("Prefer", immutable))
                .getValue()
                .getFirst();
        MovePostRequestBody move = new MovePostRequestBody();
        move.setDestinationId("archive");
        Message moved = message(before).move().post(move, config -> config.headers.add("Prefer", immutable));
        assertThat(moved.getId()).isEqualTo(before.getId());
        assertThat(moved.getParentFolderId()).isNotEqualTo(before.getParentFolderId());
        Message again = message(before).get(config -> config.headers.add("Prefer", immutable));
        assertThat(again.getParentFolderId()).isEqualTo(moved.getParentFolderId());
    }

    @Test
    void aBatchAnswersEachOfItsTwentySteps() throws Exception {
        List<Message> messages = round("").present();
        BatchRequestContent batch = new BatchRequestContent(graph);
        Map<String, Message> asked = new HashMap<>();
        for (int i = 0; i < 18; i++) {
            Message message = messages.get(i);
            asked.put(batch.addBatchRequestStep(message(message).content().toGetRequestInformation()), message);
        }
        String user = batch.addBatchRequestStep(
                graph.users().byUserId(SmallOffice.ANN).toGetRequestInformation());
        String missing =
                batch.addBatchRequestStep(ann().messages().byMessageId("none").toGetRequestInformation());

        BatchResponseContent answers = graph.getBatchRequestBuilder().post(batch, null);

        Map<String, Integer> codes = answers.getResponsesStatusCode();
        assertThat(codes).hasSize(20);
        assertThat(codes.get(missing)).isIn(400, 404);
        assertThat(codes.get(user)).isEqualTo(200);
        for (Map.Entry<String, Message> one : asked.entrySet()) {
            assertThat(codes.get(one.getKey())).isEqualTo(200);
            try (InputStream in = answers.getResponseStreamById(one.getKey())) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
                int number = Integer.parseInt(one.getValue().getSubject().substring("Message ".length()));
                assertThat(Base64.getDecoder().decode(text)).isEqualTo(SmallOffice.mime(number));
            }
        }
    }

    @Test
    void aBatchWritesAndReportsEachOutcome() throws Exception {
        List<Message> messages = round("").present();
        BatchRequestContent batch = new BatchRequestContent(graph);
        Message unread = new Message();
        unread.setIsRead(true);
        String patch = batch.addBatchRequestStep(message(messages.get(0)).toPatchRequestInformation(unread));
        MovePostRequestBody move = new MovePostRequestBody();
        move.setDestinationId("archive");
        String moved = batch.addBatchRequestStep(message(messages.get(1)).move().toPostRequestInformation(move));
        String deleted = batch.addBatchRequestStep(message(messages.get(2)).toDeleteRequestInformation());
        BatchResponseContent answers = graph.getBatchRequestBuilder().post(batch, null);
        assertThat(answers.getResponsesStatusCode())
                .containsEntry(patch, 200)
                .containsEntry(moved, 201)
                .containsEntry(deleted, 204);
        Message patched = answers.getResponseById(patch, Message::createFromDiscriminatorValue);
        assertThat(patched.getIsRead()).isTrue();
        assertThat(round("").present()).hasSize(SmallOffice.IN_INBOX - 2);
    }

    private Round round(String deltaLink) {
        var delta = ann().mailFolders().byMailFolderId("inbox").messages().delta();
        DeltaGetResponse page = Objects.requireNonNull((deltaLink.isEmpty() ? delta : delta.withUrl(deltaLink))
                .get(config -> config.headers.add("Prefer", "odata.maxpagesize=5")));
        List<Message> present = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        int pages = 0;
        while (true) {
            pages++;
            for (Message message : Objects.requireNonNull(page.getValue())) {
                if (message.getAdditionalData().containsKey("@removed")) {
                    removed.add(message.getId());
                } else {
                    present.add(message);
                }
            }
            if (page.getOdataNextLink() == null) {
                return new Round(present, removed, pages, Objects.requireNonNull(page.getOdataDeltaLink()));
            }
            page = Objects.requireNonNull(delta.withUrl(page.getOdataNextLink())
                    .get(config -> config.headers.add("Prefer", "odata.maxpagesize=5")));
        }
    }

    /// The SDK has no method for MIME; its documentation sends the raw request so.
    private Message createMime(byte[] mime) {
        RequestInformation request =
                ann().mailFolders().byMailFolderId("inbox").messages().toPostRequestInformation(new Message());
        request.headers.remove("Content-Type");
        request.setStreamContent(new ByteArrayInputStream(Base64.getEncoder().encode(mime)), "text/plain");
        return Objects.requireNonNull(
                graph.getRequestAdapter().send(request, ERRORS, Message::createFromDiscriminatorValue));
    }

    private static Recipient recipient(String address) {
        EmailAddress email = new EmailAddress();
        email.setAddress(address);
        email.setName("Harbour Office");
        Recipient recipient = new Recipient();
        recipient.setEmailAddress(email);
        return recipient;
    }

    private MessageItemRequestBuilder message(Message message) {
        return ann().messages().byMessageId(Objects.requireNonNull(message.getId()));
    }

    private UserItemRequestBuilder ann() {
        return graph.users().byUserId(SmallOffice.ANN);
    }
}
