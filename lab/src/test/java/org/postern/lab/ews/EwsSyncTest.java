package org.postern.lab.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.lab.ews.EwsClient.ANN;
import static org.postern.lab.ews.EwsClient.INBOX;
import static org.postern.lab.ews.EwsClient.id;
import static org.postern.lab.ews.EwsClient.rawId;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.LabFixture;

class EwsSyncTest {
    private final LabFixture lab = LabFixture.start();
    private final EwsClient ews = EwsClient.withToken(lab);

    @AfterEach
    void stop() {
        lab.close();
    }

    private static String state(Element message) {
        return message.textOf("SyncState");
    }

    private static List<String> kinds(Element message) {
        return message.needs("Changes").children().stream().map(Element::name).toList();
    }

    private String wholeInbox() {
        return state(ews.done(ews.syncItems(INBOX, "", 512)));
    }

    @Test
    void itemsComeInPagesAndEachOnce() {
        List<String> ids = new ArrayList<>();
        String state = "";
        int pages = 0;
        boolean last = false;
        while (!last) {
            Element page = ews.done(ews.syncItems(INBOX, state, 10));
            page.needs("Changes")
                    .children("Create")
                    .forEach(create -> ids.add(id(create.only().needs("ItemId"))));
            state = state(page);
            last = page.needs("IncludesLastItemInRange").isTrue();
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(25).doesNotHaveDuplicates();
        assertThat(kinds(ews.done(ews.syncItems(INBOX, state, 10)))).isEmpty();
    }

    @Test
    void whatGraphChangesShowsHere() {
        String state = wholeInbox();
        List<String> ids = ews.ids(INBOX);
        String graph = rawId(ids.getFirst()).replace('+', '-').replace('/', '_');
        String url = "/v1.0/users/" + ANN + "/messages/";
        lab.patch(url + graph, "{\"isRead\":true}").is(200);
        assertThat(kinds(ews.done(ews.syncItems(INBOX, state, 10)))).containsExactly("ReadFlagChange");
        lab.patch(url + graph, "{\"categories\":[\"Red\"]}").is(200);
        assertThat(kinds(ews.done(ews.syncItems(INBOX, state, 10)))).containsExactly("Update");
        lab.post(url + graph + "/move", "{\"destinationId\":\"archive\"}").is(201);
        Element gone =
                ews.done(ews.syncItems(INBOX, state, 10)).needs("Changes").only();
        assertThat(gone.name()).isEqualTo("Delete");
        assertThat(gone.needs("ItemId").needsAttribute("Id")).isEqualTo(rawId(ids.getFirst()));
        assertThat(ews.code(ews.get(EwsClient.ID_ONLY, ids.getFirst()))).isEqualTo("ErrorItemNotFound");
    }

    @Test
    void whatIsChangedHereShowsInGraph() {
        String delta = "/v1.0/users/" + ANN + "/mailFolders/inbox/messages/delta";
        String link = lab.get(delta, "Prefer", "odata.maxpagesize=100").is(200).link("@odata.deltaLink");
        ews.done(ews.create(
                INBOX,
                EwsClient.mimeContent(LabFixture.mime("ews", 1))
                        + "<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag=\"0x0E07\" PropertyType=\"Integer\"/>"
                        + "<t:Value>1</t:Value></t:ExtendedProperty>"));
        var news = lab.get(link).is(200).value();
        assertThat(news).hasSize(1);
        assertThat(news.getFirst().path("subject").asString()).isEqualTo("ews 1");
        assertThat(news.getFirst().path("isDraft").asBoolean()).isFalse();
        assertThat(news.getFirst().path("isRead").asBoolean()).isTrue();
    }

    @Test
    void aNewItemThatIsReadBetweenTwoRoundsIsACreation() {
        String state = wholeInbox();
        String made = lab.control(
                        "POST", "/_lab/tenants/contoso.example/mailboxes/" + ANN + "/deliver", "Subject: x\r\n\r\ny")
                .is(200)
                .at("/id");
        lab.control(
                        "POST",
                        "/_lab/tenants/contoso.example/mailboxes/" + ANN + "/mark",
                        "{\"ids\":[\"" + made + "\"],\"isRead\":true}")
                .is(200);
        assertThat(kinds(ews.done(ews.syncItems(INBOX, state, 10)))).containsExactly("Create");
    }

    @Test
    void foldersAreSynchronised() {
        Element first = ews.done(ews.syncFolders(""));
        List<String> names = first.needs("Changes")
                .children("Create")
                .map(create -> create.only().textOf("DisplayName"))
                .toList();
        assertThat(names).contains("Inbox", "Projects", "Harbour").doesNotContain("Deletions", "Root");
        assertThat(first.needs("IncludesLastFolderInRange").isTrue()).isTrue();
        lab.control(
                        "POST",
                        "/_lab/tenants/contoso.example/mailboxes/" + ANN + "/folder",
                        "{\"action\":\"rename\",\"folderPath\":\"Projects/Harbour\",\"name\":\"Pier\"}")
                .is(200);
        Element second = ews.done(ews.syncFolders(state(first)));
        assertThat(second.needs("Changes").only().only().textOf("DisplayName")).isEqualTo("Pier");
        lab.control(
                        "POST",
                        "/_lab/tenants/contoso.example/mailboxes/" + ANN + "/folder",
                        "{\"action\":\"delete\",\"folderPath\":\"Projects/Pier\"}")
                .is(200);
        assertThat(kinds(ews.done(ews.syncFolders(state(second))))).containsExactly("Delete");
    }

    @Test
    void statesOfAnotherFolderOrTamperedOnesAreInvalid() {
        String state = wholeInbox();
        assertThat(ews.code(ews.syncItems("<t:DistinguishedFolderId Id=\"drafts\"/>", state, 10)))
                .isEqualTo("ErrorInvalidSyncStateData");
        assertThat(ews.code(ews.syncFolders(state))).isEqualTo("ErrorInvalidSyncStateData");
        String tampered = (state.startsWith("A") ? "B" : "A") + state.substring(1);
        assertThat(ews.code(ews.syncItems(INBOX, tampered, 10))).isEqualTo("ErrorInvalidSyncStateData");
        assertThat(ews.code(ews.syncItems(INBOX, "nonsense", 10))).isEqualTo("ErrorInvalidSyncStateData");
    }

    @Test
    void anExpiredStateIsInvalidAndAFreshRoundWorks() {
        String state = wholeInbox();
        lab.control("POST", "/_lab/tenants/contoso.example/mailboxes/" + ANN + "/expire-delta", "{}")
                .is(200);
        assertThat(ews.code(ews.syncItems(INBOX, state, 10))).isEqualTo("ErrorInvalidSyncStateData");
        assertThat(kinds(ews.done(ews.syncItems(INBOX, "", 512)))).hasSize(25);
    }

    @Test
    void aFolderThatIsGoneCannotBeSynchronised() {
        Element made = ews.done("<m:CreateFolder><m:ParentFolderId>" + INBOX
                + "</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>Short-lived</t:DisplayName></t:Folder>"
                + "</m:Folders></m:CreateFolder>");
        String folder = id(made.needs("Folders").only().needs("FolderId"));
        ews.done(
                "<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds>" + folder + "</m:FolderIds></m:DeleteFolder>");
        assertThat(ews.code(ews.syncItems(folder, "", 10))).isEqualTo("ErrorSyncFolderNotFound");
    }

    @Test
    void ignoredItemsAreNotTold() {
        List<String> ids = ews.ids(INBOX);
        String ignoring = ews.syncItems(INBOX, "", 512)
                .replace("<m:MaxChanges", "<m:Ignore>" + ids.getFirst() + "</m:Ignore><m:MaxChanges");
        assertThat(kinds(ews.done(ignoring))).hasSize(24);
    }

    @Test
    void pagesAreOfOneTo512() {
        assertThat(EwsClient.faultCode(ews.raw(EwsClient.envelope(ANN, ews.syncItems(INBOX, "", 513)))))
                .isEqualTo("ErrorSchemaValidation");
        assertThat(EwsClient.faultCode(ews.raw(EwsClient.envelope(ANN, ews.syncItems(INBOX, "", 0)))))
                .isEqualTo("ErrorSchemaValidation");
    }
}
