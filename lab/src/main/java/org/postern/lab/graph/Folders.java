package org.postern.lab.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.WellKnown;
import tools.jackson.databind.node.ObjectNode;

/// Mail folders, all but their deltas.
final class Folders {
    private static final int PAGE_DEFAULT = 10;
    private static final int PAGE_MAX = 1000;

    /// `GET …/mailFolders` and `…/childFolders`
    Reply list(MailCall mail, FolderView parent) {
        Query query = mail.call().query();
        boolean hidden = query.get("includeHiddenFolders").orElse("false").equalsIgnoreCase("true");
        List<FolderView> all = mail.mailbox().childFolders(parent.number()).stream()
                .filter(folder -> hidden || !folder.hidden())
                .filter(FolderFilter.of(query.get("$filter").orElse("")))
                .toList();
        FolderJson json = new FolderJson(mail, query.select());
        List<ObjectNode> nodes = all.stream().map(json::write).toList();
        return Paging.reply(mail.call(), mail.context("mailFolders"), nodes, PAGE_DEFAULT, PAGE_MAX);
    }

    Reply get(MailCall mail, FolderView folder) {
        ObjectNode json = Json.object().put("@odata.context", mail.context("mailFolders/$entity"));
        json.setAll(new FolderJson(mail, mail.call().query().select()).write(folder));
        return Reply.json(200, json);
    }

    Reply create(MailCall mail, FolderView parent) {
        mail.call().needsMail("Mail.ReadWrite");
        String name = name(mail);
        FolderView made = mail.mailbox()
                .createFolder(parent.number(), name)
                .orElseThrow(() -> GraphFailure.of(
                        409,
                        "ErrorFolderExists",
                        "A folder with the specified name already exists., Could not create folder '" + name + "'."));
        return changed(mail, 201, made);
    }

    Reply rename(MailCall mail, FolderView folder) {
        mail.call().needsMail("Mail.ReadWrite");
        refuseWellKnown(folder, "renamed");
        return changed(mail, 200, mail.mailbox().renameFolder(folder.number(), name(mail)));
    }

    Reply move(MailCall mail, FolderView folder) {
        mail.call().needsMail("Mail.ReadWrite");
        refuseWellKnown(folder, "moved");
        FolderView target = mail.folder(Json.text(mail.call().json(), "destinationId")
                .orElseThrow(() -> GraphFailure.badRequest("The property 'destinationId' is required.")));
        if (isInside(mail.mailbox(), target, folder)) {
            throw GraphFailure.of(400, "ErrorMoveCopyFailed", "A folder cannot be moved into itself.");
        }
        return changed(mail, 201, mail.mailbox().moveFolder(folder.number(), target.number()));
    }

    /// Soft delete: the folder goes, its mail is in Recoverable Items.
    Reply delete(MailCall mail, FolderView folder) {
        mail.call().needsMail("Mail.ReadWrite");
        refuseWellKnown(folder, "deleted");
        MailboxStore mailbox = mail.mailbox();
        long recoverable = mailbox.folder(WellKnown.RECOVERABLEITEMSDELETIONS).number();
        for (FolderView at : mailbox.folders()) {
            if (isInside(mailbox, at, folder)) {
                for (Item item : mailbox.items(at.number())) {
                    mailbox.move(item.number(), recoverable);
                }
            }
        }
        mailbox.purgeFolder(folder.number());
        return Reply.noContent();
    }

    Reply permanentDelete(MailCall mail, FolderView folder) {
        mail.call().needsMail("Mail.ReadWrite");
        refuseWellKnown(folder, "deleted");
        mail.mailbox().purgeFolder(folder.number());
        return Reply.noContent();
    }

    private static Reply changed(MailCall mail, int status, FolderView folder) {
        ObjectNode json = Json.object().put("@odata.context", mail.context("mailFolders/$entity"));
        json.setAll(new FolderJson(mail, Set.of()).write(folder));
        return Reply.json(status, json);
    }

    private static String name(MailCall mail) {
        return Json.text(mail.call().json(), "displayName")
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> GraphFailure.of(
                        400, "ErrorInvalidArgument", "The property 'displayName' is required and must not be blank."));
    }

    private static void refuseWellKnown(FolderView folder, String verb) {
        if (folder.wellKnown().isPresent()) {
            throw GraphFailure.of(
                    403, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be " + verb + ".");
        }
    }

    private static boolean isInside(MailboxStore mailbox, FolderView folder, FolderView in) {
        for (Optional<FolderView> up = Optional.of(folder);
                up.isPresent();
                up = mailbox.folder(up.get().parent())) {
            if (up.get().number() == in.number()) {
                return true;
            }
        }
        return false;
    }
}
