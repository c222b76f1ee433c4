package org.postern.lab.graph;

import java.time.Clock;
import java.util.List;
import org.postern.lab.fault.Faults;
import org.postern.lab.net.Reply;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.Seed;
import org.postern.lab.world.User;
import org.postern.lab.world.WellKnown;

/// Routes what lies under `/users/{id}/mailFolders` and `/users/{id}/messages`.
final class MailApi {
    private final Folders folders = new Folders();
    private final Deltas deltas;
    private final MessageReads reads;
    private final MessageWrites writes;
    private final Sending sending;

    MailApi(Seed seed, Clock clock, Faults faults) {
        this.deltas = new Deltas(seed, faults);
        this.reads = new MessageReads(seed, faults);
        this.writes = new MessageWrites(seed, clock, reads);
        this.sending = new Sending(seed, clock);
    }

    /// @param rest the segments behind the user
    Reply answer(Call call, User user, List<String> rest) {
        if (isSending(rest.getFirst())) {
            MailCall mail = new MailCall(call, user);
            return only("POST", mail, () -> sending.send(mail));
        }
        call.needsMail("Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic.All", "Mail.ReadBasic");
        MailCall mail = new MailCall(call, user);
        Reply reply = rest.getFirst().equals("messages") ? messages(mail, rest) : mailFolders(mail, rest);
        return call.wantsImmutableIds() ? reply.with("Preference-Applied", "IdType=\"ImmutableId\"") : reply;
    }

    private Reply mailFolders(MailCall mail, List<String> rest) {
        if (rest.size() == 1) {
            FolderView root = mail.mailbox().folder(WellKnown.MSGFOLDERROOT);
            return switch (mail.call().method()) {
                case "GET" -> folders.list(mail, root);
                case "POST" -> folders.create(mail, root);
                default -> throw GraphFailure.methodNotAllowed();
            };
        }
        String name = rest.get(1);
        if (isDelta(name)) {
            return only("GET", mail, () -> deltas.folders(mail));
        }
        FolderView folder = mail.folder(name);
        if (rest.size() == 2) {
            return switch (mail.call().method()) {
                case "GET" -> folders.get(mail, folder);
                case "PATCH" -> folders.rename(mail, folder);
                case "DELETE" -> folders.delete(mail, folder);
                default -> throw GraphFailure.methodNotAllowed();
            };
        }
        return inFolder(mail, folder, rest.subList(2, rest.size()));
    }

    private Reply inFolder(MailCall mail, FolderView folder, List<String> rest) {
        return switch (rest.getFirst()) {
            case "childFolders" -> childFolders(mail, folder, rest);
            case "move" -> only("POST", mail, () -> folders.move(mail, folder));
            case "permanentDelete", "microsoft.graph.permanentDelete" ->
                only("POST", mail, () -> folders.permanentDelete(mail, folder));
            case "messages" -> folderMessages(mail, folder, rest);
            default -> throw GraphFailure.noSuchSegment(rest.getFirst());
        };
    }

    private Reply childFolders(MailCall mail, FolderView folder, List<String> rest) {
        if (rest.size() > 1) {
            FolderView child = mail.folder(rest.get(1));
            return rest.size() == 2
                    ? mailFolders(mail, List.of("mailFolders", rest.get(1)))
                    : inFolder(mail, child, rest.subList(2, rest.size()));
        }
        return switch (mail.call().method()) {
            case "GET" -> folders.list(mail, folder);
            case "POST" -> folders.create(mail, folder);
            default -> throw GraphFailure.methodNotAllowed();
        };
    }

    private Reply folderMessages(MailCall mail, FolderView folder, List<String> rest) {
        if (rest.size() == 2 && isDelta(rest.get(1))) {
            String id = mail.mailbox().ids().folder(folder.number());
            return only("GET", mail, () -> deltas.messages(mail, id));
        }
        if (rest.size() > 1) {
            Item item = mail.item(rest.get(1));
            if (item.folder() != folder.number()) {
                throw GraphFailure.itemNotFound();
            }
            return messages(mail, rest);
        }
        return switch (mail.call().method()) {
            case "GET" -> reads.list(mail, List.of(folder));
            case "POST" -> writes.create(mail, folder);
            default -> throw GraphFailure.methodNotAllowed();
        };
    }

    private Reply messages(MailCall mail, List<String> rest) {
        if (rest.size() == 1) {
            return switch (mail.call().method()) {
                case "GET" -> reads.list(mail, visibleFolders(mail));
                case "POST" -> writes.create(mail, mail.mailbox().folder(WellKnown.DRAFTS));
                default -> throw GraphFailure.methodNotAllowed();
            };
        }
        if (isDelta(rest.get(1))) {
            throw GraphFailure.badRequest("Unsupported request: Change tracking is not supported against "
                    + "'microsoft.graph.message'. Use mailFolders/{id}/messages/delta.");
        }
        Item item = mail.item(rest.get(1));
        if (rest.size() == 2) {
            return switch (mail.call().method()) {
                case "GET" -> reads.get(mail, item);
                case "PATCH" -> writes.update(mail, item);
                case "DELETE" -> writes.delete(mail, item);
                default -> throw GraphFailure.methodNotAllowed();
            };
        }
        return switch (rest.get(2)) {
            case "$value" -> only("GET", mail, () -> reads.mime(mail, item));
            case "attachments" -> only("GET", mail, () -> reads.attachments(mail, item));
            case "move", "microsoft.graph.move" -> only("POST", mail, () -> writes.move(mail, item));
            case "copy", "microsoft.graph.copy" -> only("POST", mail, () -> writes.copy(mail, item));
            case "permanentDelete", "microsoft.graph.permanentDelete" ->
                only("POST", mail, () -> writes.permanentDelete(mail, item));
            default -> throw GraphFailure.noSuchSegment(rest.get(2));
        };
    }

    private static List<FolderView> visibleFolders(MailCall mail) {
        return mail.mailbox().folders().stream()
                .filter(folder -> !folder.hidden())
                .toList();
    }

    static boolean isSending(String segment) {
        return segment.equals("sendMail") || segment.equals("microsoft.graph.sendMail");
    }

    private static boolean isDelta(String segment) {
        return segment.equals("delta") || segment.equals("microsoft.graph.delta");
    }

    private interface Action {
        Reply run();
    }

    private static Reply only(String method, MailCall mail, Action action) {
        if (!mail.call().method().equals(method)) {
            throw GraphFailure.methodNotAllowed();
        }
        return action.run();
    }
}
