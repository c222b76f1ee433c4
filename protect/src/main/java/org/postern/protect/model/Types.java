package org.postern.protect.model;

import java.util.List;
import org.postern.protect.Circumstances;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;

/// The message model: which fields rules may name, and how each is read.
public final class Types {
    private static final Type TEXT = Type.Scalar.TEXT;

    public static final StructType DOMAIN = StructType.named("domain", DomainName.class)
            .text("domain", DomainName::domain)
            .text("root_domain", DomainName::rootDomain)
            .text("sld", DomainName::sld)
            .text("subdomain", DomainName::subdomain)
            .text("tld", DomainName::tld)
            .text("punycode", DomainName::punycode)
            .truth("valid", DomainName::valid)
            .field("error", TEXT, domain -> domain.valid() ? null : "it ends in no known suffix")
            .build();

    public static final StructType EMAIL = StructType.named("email address", MailAddress.class)
            .text("email", MailAddress::email)
            .text("local_part", MailAddress::localPart)
            .field("domain", DOMAIN.type(), MailAddress::domain)
            .build();

    public static final StructType PERSON = StructType.named("mailbox", Person.class)
            .text("display_name", Person::displayName)
            .field("email", EMAIL.type(), Person::email)
            .text("first_name", Person::firstName)
            .text("last_name", Person::lastName)
            .build();

    /// Somebody whom the organisation names, such as a director.
    public static final StructType VIP = StructType.named("person", Person.class)
            .text("display_name", Person::displayName)
            .field(
                    "email",
                    TEXT,
                    person -> person.email() == null ? null : person.email().email())
            .build();

    private static final StructType TRANSLATION = StructType.named("ip translation", Object.class)
            .texts("encoders", _ -> List.of())
            .truth("v4_to_v6", _ -> false)
            .build();

    private static final StructType IP = StructType.named("ip", String.class)
            .text("ip", ip -> ip)
            .field("translation", TRANSLATION.type(), ip -> ip)
            .build();

    private static final StructType REWRITE = StructType.named("rewrite", WebAddress.Rewrite.class)
            .texts("encoders", WebAddress.Rewrite::encoders)
            .text("original", WebAddress.Rewrite::original)
            .build();

    public static final StructType URL = StructType.named("url", WebAddress.class)
            .text("url", WebAddress::url)
            .text("scheme", WebAddress::scheme)
            .text("username", WebAddress::username)
            .text("password", WebAddress::password)
            .field("domain", DOMAIN.type(), WebAddress::domain)
            .field("ip", IP.type(), WebAddress::ip)
            .whole("port", WebAddress::port)
            .text("path", WebAddress::path)
            .text("query_params", WebAddress::query)
            .field("query_params_decoded", new Type.MapOf(Type.listOf(TEXT)), WebAddress::parameters)
            .text("fragment", WebAddress::fragment)
            .field(
                    "rewrite",
                    REWRITE.type(),
                    url -> url.rewrite() == null ? new WebAddress.Rewrite(List.of(), url.url()) : url.rewrite())
            .build();

    public static final StructType LINK = StructType.named("link", Link.class)
            .field("href_url", URL.type(), Link::href)
            .field("display_url", URL.type(), Link::displayUrl)
            .text("display_text", Link::displayText)
            .truth("mismatched", Link::mismatched)
            .truth("visible", Link::visible)
            .text("parser", Link::parser)
            .build();

    public static final StructType HTML = StructType.named("html", Html.class)
            .text("raw", Html::raw)
            .text("display_text", Html::displayText)
            .text("inner_text", Html::innerText)
            .field("links", Type.listOf(LINK.type()), Html::links)
            .withBytes()
            .build();

    private static final StructType BANNER = StructType.named("banner", Body.Banner.class)
            .text("text", Body.Banner::text)
            .build();

    private static final StructType SUBJECT = StructType.named("subject", MailView.Subject.class)
            .text("subject", MailView.Subject::subject)
            .text("base", MailView.Subject::base)
            .truth("is_reply", MailView.Subject::isReply)
            .truth("is_forward", MailView.Subject::isForward)
            .truth("is_auto_reply", MailView.Subject::isAutoReply)
            .build();

    private static final StructType RECIPIENTS = StructType.named("recipients", MailView.class)
            .field("to", Type.listOf(PERSON.type()), MailView::to)
            .field("cc", Type.listOf(PERSON.type()), MailView::cc)
            .field("bcc", Type.listOf(PERSON.type()), MailView::bcc)
            .build();

    private static final StructType CURRENT = StructType.named("current thread", Body.Current.class)
            .text("text", Body.Current::text)
            .field("links", Type.listOf(LINK.type()), Body.Current::links)
            .field("banners", Type.listOf(BANNER.type()), Body.Current::banners)
            .text("preamble", Body.Current::preamble)
            .build();

    private static final StructType QUOTED_RECIPIENTS = StructType.named("quoted recipients", Quoted.class)
            .field("to", Type.listOf(PERSON.type()), Quoted::to)
            .field("cc", Type.listOf(PERSON.type()), Quoted::cc)
            .build();

    private static final StructType PREVIOUS = StructType.named("previous thread", Quoted.class)
            .text("text", Quoted::text)
            .field("links", Type.listOf(LINK.type()), Quoted::links)
            .text("preamble", Quoted::preamble)
            .field("sender", PERSON.type(), Quoted::sender)
            .field("recipients", QUOTED_RECIPIENTS.type(), quoted -> quoted)
            .field("subject", SUBJECT.type(), Quoted::subject)
            .build();

    private static final StructType PLAIN = StructType.named("plain text", String.class)
            .text("raw", text -> text)
            .build();

    private static final StructType BODY = StructType.named("body", Body.class)
            .field("links", Type.listOf(LINK.type()), Body::links)
            .field("ips", Type.listOf(IP.type()), Body::ips)
            .field("html", HTML.type(), Body::html)
            .field("plain", PLAIN.type(), Body::plain)
            .field("current_thread", CURRENT.type(), Body::current)
            .field("previous_threads", Type.listOf(PREVIOUS.type()), Body::quoted)
            .build();

    public static final StructType ATTACHMENT = StructType.named("attachment", Attachment.class)
            .text("file_name", Attachment::fileName)
            .text("file_extension", Attachment::fileExtension)
            .text("file_type", Attachment::fileType)
            .text("content_type", Attachment::contentType)
            .text("content_id", Attachment::contentId)
            .text("content_disposition", Attachment::disposition)
            .whole("size", Attachment::size)
            .text("md5", attachment -> attachment.digest("MD5"))
            .text("sha1", attachment -> attachment.digest("SHA-1"))
            .text("sha256", attachment -> attachment.digest("SHA-256"))
            .withBytes()
            .build();

    private static final StructType DIRECTION = StructType.named("type", Circumstances.Direction.class)
            .truth("inbound", direction -> direction == Circumstances.Direction.INBOUND)
            .truth("outbound", direction -> direction == Circumstances.Direction.OUTBOUND)
            .truth("internal", direction -> direction == Circumstances.Direction.INTERNAL)
            .build();

    /// What an administrator's own handling says of a message; nothing of it is here yet.
    private static final Type TRIAGE = StructType.named("triage", Object.class)
            .absent(
                    "classification",
                    StructType.named("classification", Object.class)
                            .absent("classification", TEXT)
                            .build()
                            .type())
            .absent(
                    "agents",
                    StructType.named("agents", Object.class)
                            .absent(
                                    "asa",
                                    StructType.named("agent", Object.class)
                                            .absent("verdict", TEXT)
                                            .build()
                                            .type())
                            .build()
                            .type())
            .absent("flagged_rules", Type.listOf(Type.Scalar.ANY))
            .absent("trigger", TEXT)
            .absent(
                    "user_reports",
                    StructType.named("user reports", Object.class)
                            .absent("count", Type.Scalar.WHOLE)
                            .build()
                            .type())
            .build()
            .type();

    public static final StructType MESSAGE = StructType.named("message", MailView.class)
            .field("type", DIRECTION.type(), MailView::direction)
            .field("sender", PERSON.type(), MailView::sender)
            .field("recipients", RECIPIENTS.type(), mail -> mail)
            .field("mailbox", PERSON.type(), MailView::mailbox)
            .field("subject", SUBJECT.type(), MailView::subject)
            .field("headers", HeaderTypes.HEADERS.type(), MailView::headers)
            .field("body", BODY.type(), MailView::body)
            .field("attachments", Type.listOf(ATTACHMENT.type()), MailView::attachments)
            .absent("triage", TRIAGE)
            .build();

    private Types() {}
}
