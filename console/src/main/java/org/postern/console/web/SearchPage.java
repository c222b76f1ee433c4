package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.postern.mail.MailboxId;
import org.postern.vault.MailboxRecord;
import org.postern.vault.MessageVersion;
import org.postern.vault.SearchQuery;
import org.postern.vault.Vault;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Search over all of a tenant's mail, held now or ever.
@Controller
public class SearchPage {
    private static final int PAGE = 50;
    private static final int TEXT_MAX = 1_000;

    /// What is in the fields; empty for nothing.
    public record Form(
            String words,
            String sender,
            String subject,
            String mailbox,
            String since,
            String before,
            String at,
            String order) {
        public boolean detailed() {
            return Stream.of(sender, subject, mailbox, since, before, at).anyMatch(text -> !text.isEmpty());
        }

        boolean asked() {
            return !words.isEmpty() || detailed();
        }

        String query() {
            StringJoiner query = new StringJoiner("&");
            Map<String, String> all = new HashMap<>();
            all.put("words", words);
            all.put("sender", sender);
            all.put("subject", subject);
            all.put("mailbox", mailbox);
            all.put("since", since);
            all.put("before", before);
            all.put("at", at);
            all.put("order", order);
            all.forEach((name, value) -> {
                if (!value.isEmpty()) {
                    query.add(name + "=" + Format.segment(value));
                }
            });
            return query.toString();
        }
    }

    /// @param next where the page behind is; empty on the last
    /// @param problem why the query is not understood; empty when it is
    public record Result(boolean asked, List<MessageRow> rows, long total, String next, String problem) {
        static final Result NONE = new Result(false, List.of(), 0, "", "");
    }

    private final Pages pages;
    private final Finder finder;
    private final Vault vault;

    SearchPage(Pages pages, Finder finder, Vault vault) {
        this.pages = pages;
        this.finder = finder;
        this.vault = vault;
    }

    @GetMapping("/tenants/{tenant}/search")
    public ResponseEntity<String> show(@PathVariable String tenant, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        Form form = form(request);
        List<MailboxRecord> mailboxes = vault.mailboxes(found.id());
        Result result = form.asked()
                ? search(found, form, mailboxes, PageInput.text(request.getParameter("after")))
                : Result.NONE;
        return pages.page(
                "search",
                Map.of(
                        "shell", Shell.of(request, "Search in " + found.name(), "overview"),
                        "tenant", found,
                        "mailboxes", mailboxes,
                        "form", form,
                        "result", result));
    }

    private static Form form(HttpServletRequest request) {
        return new Form(
                field(request, "words"),
                field(request, "sender"),
                field(request, "subject"),
                field(request, "mailbox"),
                field(request, "since"),
                field(request, "before"),
                field(request, "at"),
                field(request, "order").equals("newest") ? "newest" : "relevance");
    }

    private static String field(HttpServletRequest request, String name) {
        String text = Objects.requireNonNullElse(request.getParameter(name), "").strip();
        if (text.length() > TEXT_MAX) {
            throw ProblemException.badRequest("A field holds more than " + TEXT_MAX + " characters.", "Shorten it.");
        }
        return text;
    }

    private Result search(Tenant tenant, Form form, List<MailboxRecord> mailboxes, @Nullable String after) {
        Instant asAt = PageInput.instant(form.at());
        MailboxId mailbox = form.mailbox().isEmpty()
                ? null
                : finder.mailbox(tenant.id(), form.mailbox()).id();
        var found = vault.search(
                tenant.id(),
                new SearchQuery(
                        PageInput.text(form.words()),
                        PageInput.text(form.sender()),
                        PageInput.text(form.subject()),
                        mailbox,
                        null,
                        PageInput.day(form.since()),
                        PageInput.day(form.before()),
                        asAt,
                        form.order().equals("newest") ? SearchQuery.Order.NEWEST_FIRST : SearchQuery.Order.RELEVANCE,
                        PAGE,
                        after));
        Map<MailboxId, MailboxRecord> byId = new HashMap<>();
        mailboxes.forEach(record -> byId.put(record.id(), record));
        String next = found.next()
                .map(cursor ->
                        "/tenants/" + tenant.id() + "/search?" + form.query() + "&after=" + Format.segment(cursor))
                .orElse("");
        return new Result(
                true,
                found.hits().stream()
                        .map(version -> row(tenant, version, byId.get(version.mailbox())))
                        .toList(),
                found.total(),
                next,
                Objects.requireNonNullElse(found.problem(), ""));
    }

    private static MessageRow row(Tenant tenant, MessageVersion version, @Nullable MailboxRecord mailbox) {
        String href = "/tenants/" + tenant.id() + "/mailboxes/"
                + Format.segment(version.mailbox().value()) + "/messages/"
                + Format.segment(version.state().id().value());
        boolean gone = version.until() != null;
        return MessageRow.of(
                version,
                gone ? href + "?at=" + Format.segment(version.from().toString()) : href,
                gone ? "gone since " + Format.when(version.until(), "") : "",
                mailbox == null ? "" : mailbox.address());
    }
}
