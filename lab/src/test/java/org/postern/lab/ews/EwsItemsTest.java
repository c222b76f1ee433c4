package org.postern.lab.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.lab.ews.EwsClient.ANN;
import static org.postern.lab.ews.EwsClient.INBOX;
import static org.postern.lab.ews.EwsClient.id;
import static org.postern.lab.ews.EwsClient.mimeContent;
import static org.postern.lab.ews.EwsClient.rawId;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.lab.LabFixture;
import org.postern.lab.world.WellKnown;

/// Each test in a folder of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EwsItemsTest {
    private static final String ALL = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape>"
            + "<t:AdditionalProperties><t:FieldURI FieldURI=\"item:Flag\"/>"
            + "<t:ExtendedFieldURI PropertySetId=\"c11ff724-aa03-4555-9952-8fa248a11c3e\""
            + " PropertyName=\"note\" PropertyType=\"String\"/></t:AdditionalProperties></m:ItemShape>";
    private static final String RECEIVED = "<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag=\"0xE07\""
            + " PropertyType=\"Integer\"/><t:Value>0</t:Value></t:ExtendedProperty>";

    private final LabFixture lab = LabFixture.start();
    private final EwsClient ews = EwsClient.withToken(lab);

    @AfterAll
    void stop() {
        lab.close();
    }

    private String folder(String name) {
        Element made = ews.done("<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id=\"msgfolderroot\"/>"
                + "</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>" + name + "</t:DisplayName></t:Folder>"
                + "</m:Folders></m:CreateFolder>");
        return id(made.needs("Folders").only().needs("FolderId"));
    }

    private String make(String folder, String properties) {
        return id(ews.done(ews.create(folder, properties)).needs("Items").only().needs("ItemId"));
    }

    private Element read(String id) {
        return ews.done(ews.get(ALL, id)).needs("Items").only();
    }

    @Test
    void mimeMakesADraftUnlessTheFlagsSayOtherwise() {
        String folder = folder("Made");
        byte[] mime = LabFixture.mime("ann", 7);
        String draft = make(folder, mimeContent(mime));
        String received = make(folder, mimeContent(mime) + RECEIVED);
        assertThat(read(draft).textOf("IsDraft")).isEqualTo("true");
        assertThat(read(received).textOf("IsDraft")).isEqualTo("false");
        assertThat(read(received).textOf("IsRead")).isEqualTo("false");
        assertThat(ews.mime(draft)).isEqualTo(mime);
    }

    @Test
    void everyPropertyComesBackAsItWasSet() {
        String id = make(
                folder("Properties"),
                mimeContent(LabFixture.mime("ann", 1)) + "<t:Categories><t:String>Red</t:String></t:Categories>"
                        + "<t:Importance>High</t:Importance>" + RECEIVED
                        + "<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag=\"0x0E06\" PropertyType=\"SystemTime\"/>"
                        + "<t:Value>2020-02-03T04:05:06Z</t:Value></t:ExtendedProperty>"
                        + "<t:ExtendedProperty><t:ExtendedFieldURI PropertySetId=\"c11ff724-aa03-4555-9952-8fa248a11c3e\""
                        + " PropertyName=\"note\" PropertyType=\"String\"/><t:Value>kept &amp; sound</t:Value>"
                        + "</t:ExtendedProperty><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>");
        Element item = read(id);
        assertThat(item.needs("Categories").only().text()).isEqualTo("Red");
        assertThat(item.textOf("Importance")).isEqualTo("High");
        assertThat(item.needs("Flag").textOf("FlagStatus")).isEqualTo("Flagged");
        assertThat(item.textOf("DateTimeReceived")).isEqualTo("2020-02-03T04:05:06Z");
        assertThat(item.needs("ExtendedProperty").textOf("Value")).isEqualTo("kept & sound");
        String graph = rawId(id).replace('+', '-').replace('/', '_');
        var json = lab.get("/v1.0/users/" + ANN + "/messages/" + graph
                        + "?$expand=singleValueExtendedProperties($filter=id eq "
                        + "'String {c11ff724-aa03-4555-9952-8fa248a11c3e} Name note')")
                .is(200);
        assertThat(json.at("/singleValueExtendedProperties/0/value")).isEqualTo("kept & sound");
        assertThat(json.at("/flag/flagStatus")).isEqualTo("flagged");
        assertThat(json.at("/changeKey")).isEqualTo(id.replaceFirst(".*ChangeKey=\"([^\"]*)\".*", "$1"));
    }

    private static String update(String id, String conflicts, String updates) {
        return "<m:UpdateItem MessageDisposition=\"SaveOnly\" ConflictResolution=\"" + conflicts
                + "\"><m:ItemChanges><t:ItemChange>" + id + "<t:Updates>" + updates
                + "</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>";
    }

    private static String set(String field, String value) {
        return "<t:SetItemField><t:FieldURI FieldURI=\"" + field + "\"/><t:Message>" + value
                + "</t:Message></t:SetItemField>";
    }

    @Test
    void aStaleChangeKeyIsAConflict() {
        String id = make(folder("Conflicts"), mimeContent(LabFixture.mime("ann", 1)));
        String read = set("message:IsRead", "<t:IsRead>false</t:IsRead>");
        ews.done(update(id, "NeverOverwrite", read));
        assertThat(ews.code(update(id, "NeverOverwrite", read))).isEqualTo("ErrorIrresolvableConflict");
        ews.done(update(id, "AutoResolve", read));
        String without = id.replaceFirst(" ChangeKey=\"[^\"]*\"", "");
        assertThat(ews.code(update(without, "AutoResolve", read)))
                .isEqualTo("ErrorChangeKeyRequiredForWriteOperations");
        ews.done(update(without, "AlwaysOverwrite", read));
        assertThat(read(id).textOf("IsRead")).isEqualTo("false");
    }

    @Test
    void anUpdateThatCannotBeDoneChangesNothing() {
        String id = make(folder("All or nothing"), mimeContent(LabFixture.mime("ann", 1)));
        String before = read(id).toString();
        assertThat(ews.code(update(
                        id,
                        "AlwaysOverwrite",
                        set("message:IsRead", "<t:IsRead>false</t:IsRead>")
                                + set("item:Subject", "<t:Subject>New</t:Subject>"))))
                .isEqualTo("ErrorInvalidPropertySet");
        assertThat(read(id).toString()).isEqualTo(before);
    }

    @Test
    void movingEndsTheIdAndCopyingDoesNot() {
        String from = folder("From");
        String to = folder("To");
        String id = make(from, mimeContent(LabFixture.mime("ann", 1)));
        String ids = "<m:ToFolderId>" + to + "</m:ToFolderId><m:ItemIds>" + id + "</m:ItemIds>";
        String copy = id(ews.done("<m:CopyItem>" + ids + "</m:CopyItem>")
                .needs("Items")
                .only()
                .needs("ItemId"));
        String moved = id(ews.done("<m:MoveItem>" + ids + "</m:MoveItem>")
                .needs("Items")
                .only()
                .needs("ItemId"));
        assertThat(rawId(moved)).isNotEqualTo(rawId(id));
        assertThat(ews.code(ews.get(EwsClient.ID_ONLY, id))).isEqualTo("ErrorItemNotFound");
        assertThat(ews.ids(to)).containsExactlyInAnyOrder(copy, moved);
        assertThat(ews.ids(from)).isEmpty();
    }

    @Test
    void deletingGoesThreeWays() {
        String folder = folder("Doomed");
        for (String type : List.of("MoveToDeletedItems", "SoftDelete", "HardDelete")) {
            String id = make(folder, mimeContent(LabFixture.mime("ann", 1)));
            ews.done("<m:DeleteItem DeleteType=\"" + type + "\"><m:ItemIds>" + id + "</m:ItemIds></m:DeleteItem>");
        }
        assertThat(ews.ids(folder)).isEmpty();
        assertThat(lab.ann().mailbox().folder(WellKnown.DELETEDITEMS).items()).isEqualTo(1);
        assertThat(ews.ids("<t:DistinguishedFolderId Id=\"recoverableitemsdeletions\"/>"))
                .hasSize(1);
    }

    @Test
    void findsPageByPageInTheOrderAskedFor() {
        Set<String> ids = new HashSet<>();
        for (int offset = 0; offset < 25; offset += 10) {
            Element root = ews.done("<m:FindItem Traversal=\"Shallow\">" + EwsClient.ID_ONLY
                            + "<m:IndexedPageItemView MaxEntriesReturned=\"10\" Offset=\"" + offset
                            + "\" BasePoint=\"Beginning\"/><m:SortOrder><t:FieldOrder Order=\"Ascending\">"
                            + "<t:FieldURI FieldURI=\"item:DateTimeReceived\"/></t:FieldOrder></m:SortOrder>"
                            + "<m:ParentFolderIds>" + INBOX + "</m:ParentFolderIds></m:FindItem>")
                    .needs("RootFolder");
            assertThat(root.needsAttribute("TotalItemsInView")).isEqualTo("25");
            assertThat(root.needsAttribute("IncludesLastItemInRange")).isEqualTo(offset == 20 ? "true" : "false");
            root.needs("Items").children().forEach(item -> ids.add(id(item.needs("ItemId"))));
        }
        assertThat(ids).hasSize(25);
    }

    @Test
    void restrictionsCombine() {
        assertThat(found("<t:And><t:IsEqualTo><t:FieldURI FieldURI=\"message:IsRead\"/><t:FieldURIOrConstant>"
                        + "<t:Constant Value=\"true\"/></t:FieldURIOrConstant></t:IsEqualTo>"
                        + "<t:IsGreaterThanOrEqualTo><t:FieldURI FieldURI=\"item:DateTimeReceived\"/>"
                        + "<t:FieldURIOrConstant><t:Constant Value=\"2026-03-01T08:20:00Z\"/></t:FieldURIOrConstant>"
                        + "</t:IsGreaterThanOrEqualTo></t:And>"))
                .isEqualTo(3);
        assertThat(found("<t:Or><t:Contains ContainmentMode=\"Substring\" ContainmentComparison=\"IgnoreCase\">"
                        + "<t:FieldURI FieldURI=\"item:Subject\"/><t:Constant Value=\"ANN 25\"/></t:Contains>"
                        + "<t:IsEqualTo><t:FieldURI FieldURI=\"message:InternetMessageId\"/><t:FieldURIOrConstant>"
                        + "<t:Constant Value=\"&lt;ann-3@elsewhere.example&gt;\"/></t:FieldURIOrConstant>"
                        + "</t:IsEqualTo></t:Or>"))
                .isEqualTo(2);
        assertThat(found("<t:Not><t:Exists><t:ExtendedFieldURI PropertyTag=\"0x1234\" PropertyType=\"String\"/>"
                        + "</t:Exists></t:Not>"))
                .isEqualTo(25);
    }

    private int found(String restriction) {
        return Integer.parseInt(ews.done("<m:FindItem Traversal=\"Shallow\">" + EwsClient.ID_ONLY + "<m:Restriction>"
                        + restriction + "</m:Restriction><m:ParentFolderIds>" + INBOX
                        + "</m:ParentFolderIds></m:FindItem>")
                .needs("RootFolder")
                .needsAttribute("TotalItemsInView"));
    }

    @Test
    void oneBadIdOfABatchConcernsItself() {
        List<String> ids = ews.ids(INBOX);
        List<Element> messages =
                ews.messages(ews.get(EwsClient.WITH_MIME, ids.getFirst(), "<t:ItemId Id=\"AAMkBad\"/>", ids.get(1)));
        assertThat(messages)
                .extracting(message -> message.textOf("ResponseCode"))
                .containsExactly("NoError", "ErrorInvalidIdMalformed", "NoError");
    }

    @Test
    void controlCharactersOfMailNeverBreakTheXml() {
        byte[] mime = "Subject: =?utf-8?Q?a=00b=1Ac=F0=9F=98=80?=\r\n\r\nx".getBytes(StandardCharsets.US_ASCII);
        String id = make(folder("Odd"), mimeContent(mime));
        assertThat(read(id).textOf("Subject")).isEqualTo("a?b?c\uD83D\uDE00");
    }

    @Test
    void whatIsNoMessageOrNoMimeIsRefused() {
        String folder = folder("Refusals");
        assertThat(ews.code(ews.create(folder, "").replace("t:Message", "t:Contact")))
                .isEqualTo("ErrorInvalidItemForOperationCreateItem");
        assertThat(ews.code(ews.create(folder, mimeContent("no header".getBytes(StandardCharsets.US_ASCII)))))
                .isEqualTo("ErrorMimeContentInvalid");
        assertThat(ews.code(ews.create(folder, "").replace("SaveOnly", "SendOnly")))
                .isEqualTo("ErrorInvalidRecipients");
        assertThat(ews.ids(folder)).isEmpty();
    }

    @Test
    void whatIsSentArrivesAndIsKeptWhenAsked() {
        String sent = "<t:DistinguishedFolderId Id=\"sentitems\"/>";
        byte[] mime = "From: <ann@contoso.example>\r\nTo: <ann@contoso.example>\r\nSubject: sent by EWS\r\n\r\nBody\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        String create = ews.create(sent, mimeContent(mime));
        int before = ews.ids(INBOX).size();
        ews.done(create.replace("SaveOnly", "SendOnly"));
        assertThat(ews.ids(INBOX)).hasSize(before + 1);
        assertThat(ews.ids(sent)).isEmpty();
        ews.done(create.replace("SaveOnly", "SendAndSaveCopy"));
        assertThat(ews.ids(INBOX)).hasSize(before + 2);
        assertThat(ews.ids(sent)).hasSize(1);
        assertThat(ews.code(
                        ews.create(sent, mimeContent(LabFixture.mime("ann", 1))).replace("SaveOnly", "SendOnly")))
                .isEqualTo("ErrorSendAsDenied");
    }

    @Test
    void distinguishedFoldersStayAsTheyAre() {
        assertThat(ews.code("<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds>" + INBOX
                        + "</m:FolderIds></m:DeleteFolder>"))
                .isEqualTo("ErrorDeleteDistinguishedFolder");
        String folder = folder("Twice");
        assertThat(ews.code("<m:MoveFolder><m:ToFolderId>" + folder + "</m:ToFolderId><m:FolderIds>" + folder
                        + "</m:FolderIds></m:MoveFolder>"))
                .isEqualTo("ErrorMoveCopyFailed");
    }

    @Test
    void aTargetThatIsGoneConcernsTheMessageOnly() {
        String folder = folder("Gone");
        ews.done(
                "<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds>" + folder + "</m:FolderIds></m:DeleteFolder>");
        String ids = "<m:ItemIds>" + ews.ids(INBOX).getFirst() + "</m:ItemIds>";
        assertThat(ews.code("<m:MoveItem><m:ToFolderId>" + folder + "</m:ToFolderId>" + ids + "</m:MoveItem>"))
                .isEqualTo("ErrorToFolderNotFound");
        assertThat(ews.code(ews.create(folder, mimeContent(LabFixture.mime("ann", 1)))))
                .isEqualTo("ErrorSavedItemFolderNotFound");
        assertThat(ews.code("<m:CreateFolder><m:ParentFolderId>" + folder + "</m:ParentFolderId><m:Folders><t:Folder>"
                        + "<t:DisplayName>x</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"))
                .isEqualTo("ErrorParentFolderNotFound");
    }

    @Test
    void idsAreConverted() {
        String id = ews.ids(INBOX).getFirst();
        String source = "<m:ConvertId DestinationFormat=\"%s\"><m:SourceIds><t:AlternateId Format=\"%s\" Id=\"%s\""
                + " Mailbox=\"" + ANN + "\"/></m:SourceIds></m:ConvertId>";
        Element hex =
                ews.done(source.formatted("HexEntryId", "EwsId", rawId(id))).needs("AlternateId");
        assertThat(hex.needsAttribute("Mailbox")).isEqualTo(ANN);
        Element back = ews.done(source.formatted("EwsId", "HexEntryId", hex.needsAttribute("Id")))
                .needs("AlternateId");
        assertThat(back.needsAttribute("Id")).isEqualTo(rawId(id));
    }

    @Test
    void namesTimeZonesAndSettings() {
        assertThat(ews.done(names("ann"))
                        .needs("ResolutionSet")
                        .only()
                        .needs("Mailbox")
                        .textOf("EmailAddress"))
                .isEqualTo(ANN);
        assertThat(ews.code(names("zoe"))).isEqualTo("ErrorNameResolutionNoResults");
        Element zones = ews.done("<m:GetServerTimeZones><m:Ids><t:Id>UTC</t:Id></m:Ids></m:GetServerTimeZones>");
        assertThat(zones.needs("TimeZoneDefinitions").only().needsAttribute("Id"))
                .isEqualTo("UTC");
        assertThat(ews.code("<m:GetUserConfiguration><m:UserConfigurationName Name=\"OWA.UserOptions\">" + INBOX
                        + "</m:UserConfigurationName><m:UserConfigurationProperties>All"
                        + "</m:UserConfigurationProperties></m:GetUserConfiguration>"))
                .isEqualTo("ErrorItemNotFound");
    }

    private static String names(String entry) {
        return "<m:ResolveNames ReturnFullContactData=\"false\"><m:UnresolvedEntry>" + entry
                + "</m:UnresolvedEntry></m:ResolveNames>";
    }
}
