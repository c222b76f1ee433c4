package org.postern.lab.graph;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.fault.Faults;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.world.Change;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.Seed;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Delta query for messages in a folder and for the folder tree.
final class Deltas {
    private static final int PAGE_DEFAULT = 10;
    private static final int PAGE_MAX = 1000;
    private static final Pattern RECEIVED = Pattern.compile("(?i)receivedDateTime\\s+(ge|gt)\\s+(\\S+)");

    private final Seed seed;
    private final Faults faults;

    Deltas(Seed seed, Faults faults) {
        this.seed = seed;
        this.faults = faults;
    }

    /// `GET /users/{id}/mailFolders/{id}/messages/delta`
    Reply messages(MailCall mail, String folderName) {
        FolderView folder = mail.folder(folderName);
        String url =
                mail.userUrl() + "/mailFolders('" + mail.mailbox().ids().folder(folder.number()) + "')/messages/delta";
        DeltaToken token = token(mail, folder.number(), folder.syncGeneration(), url);
        if (isPaging(mail) && strikes(FaultKind.FOLDER_RECREATED, mail)) {
            mail.mailbox().recreateFolder(folder.number());
            throw GraphFailure.itemNotFound();
        }
        MessageJson json = new MessageJson(
                seed,
                mail.user(),
                mail.call().wantsImmutableIds(),
                new Query("$select=" + token.select()).select(),
                token.expand());
        MailboxStore.DeltaPage page = strikes(FaultKind.EMPTY_PAGE, mail)
                ? new MailboxStore.DeltaPage(List.of(), token.position(), true)
                : mail.mailbox()
                        .changes(folder.number(), token.position(), pageSize(mail, token), visible(mail, folder, token))
                        .orElseThrow(GraphFailure::itemNotFound);
        ObjectNode answer = Json.object().put("@odata.context", mail.call().root() + "/$metadata#Collection(message)");
        link(answer, url, token, page);
        ArrayNode value = answer.putArray("value");
        page.changes().forEach(change -> write(mail, json, change, value));
        return Reply.json(200, answer);
    }

    /// `GET /users/{id}/mailFolders/delta`
    Reply folders(MailCall mail) {
        String url = mail.userUrl() + "/mailFolders/delta";
        DeltaToken token = token(mail, 0, 1, url);
        FolderJson json = new FolderJson(mail, new Query("$select=" + token.select()).select());
        MailboxStore.DeltaPage page = mail.mailbox()
                .hierarchyChanges(token.position(), pageSize(mail, token), change -> isShown(mail, change));
        ObjectNode answer = Json.object().put("@odata.context", mail.context("mailFolders/$delta"));
        link(answer, url, token, page);
        ArrayNode value = answer.putArray("value");
        for (Change change : page.changes()) {
            Optional<FolderView> folder = mail.mailbox().folder(change.number());
            if (change instanceof Change.Present && folder.isPresent()) {
                value.add(json.write(folder.get()));
            } else {
                removed(mail.mailbox().ids().folder(change.number()), "#microsoft.graph.mailFolder", value);
            }
        }
        return Reply.json(200, answer);
    }

    private static boolean isShown(MailCall mail, Change change) {
        return change instanceof Change.Gone
                || mail.mailbox()
                        .folder(change.number())
                        .filter(folder -> !folder.hidden() && !folder.path().isEmpty())
                        .isPresent();
    }

    private static boolean isPaging(MailCall mail) {
        return mail.call()
                .query()
                .get("$skiptoken")
                .filter(token -> !token.isEmpty())
                .isPresent();
    }

    private boolean strikes(FaultKind kind, MailCall mail) {
        return faults.strike(kind, mail.target()).isPresent();
    }

    private DeltaToken token(MailCall mail, long container, int generation, String url) {
        Query query = mail.call().query();
        Optional<String> skip = query.get("$skiptoken").filter(token -> !token.isEmpty());
        Optional<String> delta = query.get("$deltatoken").filter(token -> !token.isEmpty());
        String mailbox = mail.user().id().toString();
        if (skip.isEmpty() && delta.isEmpty()) {
            return first(query, mailbox, container, generation);
        }
        DeltaToken token = skip.or(() -> delta)
                .flatMap(text -> DeltaToken.read(seed, text))
                .filter(read -> read.mailbox().equals(mailbox) && read.container() == container)
                .orElseThrow(() -> GraphFailure.of(400, "BadRequest", "Badly formed token."));
        String link = skip.isPresent() ? "nextLink" : "deltaLink";
        Optional<Fault> fault = faults.strike(
                FaultKind.SYNC_STATE_NOT_FOUND,
                mail.target(),
                candidate -> candidate.when().equals("any") || candidate.when().equals(link));
        if (fault.isPresent() || token.generation() != generation) {
            throw expired(
                    fault.flatMap(one -> one.status().stream().boxed().findFirst())
                            .orElse(410),
                    token,
                    generation,
                    url);
        }
        return token;
    }

    private static GraphFailure expired(int status, DeltaToken token, int generation, String url) {
        String message = "The sync state generation is not found; generation=" + token.generation() + ";[highest="
                + (generation + 1) + "].";
        return status == 410
                ? GraphFailure.of(410, "SyncStateNotFound", message).with("Location", url + "?$deltatoken=")
                : GraphFailure.of(status, "syncStateNotFound", message);
    }

    private static DeltaToken first(Query query, String mailbox, long container, int generation) {
        String filter = query.get("$filter").orElse("");
        if (!filter.isEmpty() && !RECEIVED.matcher(filter).matches()) {
            throw GraphFailure.of(
                    400, "ErrorInvalidUrlQueryFilter", "Delta query takes only receivedDateTime ge or gt in $filter.");
        }
        if (query.get("$search").isPresent()) {
            throw GraphFailure.badRequest("$search is not supported in delta query.");
        }
        return new DeltaToken(
                mailbox,
                container,
                0,
                generation,
                query.get("$select").orElse(""),
                query.get("$expand").orElse(""),
                filter,
                query.get("changeType").orElse(""),
                query.number("$top", 0, PAGE_MAX));
    }

    private static int pageSize(MailCall mail, DeltaToken token) {
        int asked = mail.call().maxPageSize().orElse(token.pageSize() > 0 ? token.pageSize() : PAGE_DEFAULT);
        return Math.clamp(asked, 1, PAGE_MAX);
    }

    private Predicate<Change> visible(MailCall mail, FolderView folder, DeltaToken token) {
        boolean immutable = mail.call().wantsImmutableIds();
        Predicate<Item> filter = filter(token.filter());
        return change -> isOfType(change, token)
                && switch (change) {
                    case Change.Present present ->
                        mail.mailbox()
                                .item(present.number())
                                .filter(filter)
                                .filter(item -> !dropsOut(mail, present, item))
                                .isPresent();
                    // Under its immutable id an item that is back has not gone; under a mutable id the old one has.
                    case Change.Gone gone ->
                        !immutable
                                || !mail.mailbox().isIn(folder.number(), gone.number())
                                || mail.mailbox()
                                        .item(gone.number())
                                        .filter(item -> dropsOut(mail, item))
                                        .isPresent();
                };
    }

    private boolean dropsOut(MailCall mail, Change.Present change, Item item) {
        return change.returned() && dropsOut(mail, item);
    }

    private boolean dropsOut(MailCall mail, Item item) {
        return faults.strike(FaultKind.RETURN_DROPS_OUT, mail.target(item)).isPresent();
    }

    /// `changeType` narrows later rounds only; the first one always gives everything.
    private static boolean isOfType(Change change, DeltaToken token) {
        if (token.changeType().isEmpty() || token.position() == 0) {
            return true;
        }
        return switch (change) {
            case Change.Gone _ -> token.changeType().equals("deleted");
            case Change.Present present ->
                token.changeType().equals(present.entered() > token.position() ? "created" : "updated");
        };
    }

    private static Predicate<Item> filter(String filter) {
        Matcher received = RECEIVED.matcher(filter);
        if (!received.matches()) {
            return _ -> true;
        }
        Instant from = Times.read(received.group(2));
        boolean including = received.group(1).equalsIgnoreCase("ge");
        return item -> {
            int order = item.attributes().receivedAt().compareTo(from);
            return order > 0 || (order == 0 && including);
        };
    }

    private void link(ObjectNode answer, String url, DeltaToken token, MailboxStore.DeltaPage page) {
        String next = token.at(page.reached()).write(seed);
        if (page.more()) {
            answer.put("@odata.nextLink", url + "?$skiptoken=" + next);
        } else {
            answer.put("@odata.deltaLink", url + "?$deltatoken=" + next);
        }
    }

    private static void write(MailCall mail, MessageJson json, Change change, ArrayNode value) {
        Optional<Item> item = mail.mailbox().item(change.number());
        if (change instanceof Change.Present && item.isPresent()) {
            ObjectNode message = Json.object().put("@odata.type", "#microsoft.graph.message");
            message.setAll(json.write(item.get()));
            value.add(message);
            return;
        }
        int moves = change instanceof Change.Gone gone ? gone.moves() : 0;
        String id = mail.call().wantsImmutableIds()
                ? mail.mailbox().ids().immutable(change.number())
                : mail.mailbox().ids().mutable(change.number(), moves);
        removed(id, "#microsoft.graph.message", value);
    }

    private static void removed(String id, String type, ArrayNode value) {
        value.addObject()
                .put("@odata.type", type)
                .put("id", id)
                .putObject("@removed")
                .put("reason", "deleted");
    }
}
