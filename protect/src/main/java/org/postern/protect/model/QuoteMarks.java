package org.postern.protect.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/// How mailers mark what is quoted or forwarded: elements of HTML, and lines of text in many languages.
///
/// Lines are matched without the blanks and quotation signs around them, and repetitions give nothing back: who writes
/// lines of blanks must not make us count them over and over.
final class QuoteMarks {
    private static final Set<String> CLASSES = Set.of(
            "gmail_quote",
            "gmail_quote_container",
            "gmail_extra",
            "yahoo_quoted",
            "moz-cite-prefix",
            "protonmail_quote",
            "zmail_extra",
            "wordsection1_quote",
            "tutanota_quote");
    private static final Set<String> IDS = Set.of(
            "divrplyfwdmsg",
            "olk_src_body_section",
            "appendonsend",
            "mail-editor-reference-message-container",
            "yahoo_quoted",
            "isforwardcontent",
            "isreplycontent");

    /// "On … wrote:" in the languages of common mailers.
    private static final Pattern WROTE = Pattern.compile(
            "(?:(?:On|Am|Le|El|Il|Op|Em|Den|Dne|W dniu|Dnia|P\u00e5|Vào)\\b.{4,300}?"
                    + "(?:wrote|schrieb|a \u00e9crit|escribi\u00f3|ha scritto|schreef|escreveu|skrev|napsal\\(?a?\\)?|"
                    + "napisa\u0142\\(?a?\\)?|kirjoitti|\u00e3 vi\u1ebft)\\s*+:?"
                    + "|.{4,200}(?:\u5199\u9053|\u5beb\u9053|\u306e\u66f8\u304d\u8fbc\u307f)\\s*+[:\uff1a])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern RULE_OFF = Pattern.compile(
            "(?:-{2,}+\\s*+(?:Original Message|Forwarded message|Urspr\u00fcngliche Nachricht|Weitergeleitete Nachricht|"
                    + "Message d'origine|Message original|Message transf\u00e9r\u00e9|Mensaje original|Mensaje reenviado|"
                    + "Messaggio originale|Messaggio inoltrato|Oorspronkelijk bericht|Doorgestuurd bericht|"
                    + "Mensagem original|Mensagem encaminhada|Ursprungligt meddelande|Oprindelig meddelelse|"
                    + "Opprinnelig melding|Alkuper\u00e4inen viesti|\u5143\u306e\u30e1\u30c3\u30bb\u30fc\u30b8|\u539f\u59cb\u90ae\u4ef6)\\s*+-{2,}+"
                    + "|Begin forwarded message\\s*+:|Anfang der weitergeleiteten Nachricht\\s*+:"
                    + "|D\u00e9but du message r\u00e9exp\u00e9di\u00e9\\s*+:|Inicio del mensaje reenviado\\s*+:"
                    + "|Inizio messaggio inoltrato\\s*+:)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern FROM_FIELD = Pattern.compile(
            "[\\s*]*+(?:From|Von|De|Da|Van|Fr\u00e5n|Fra|L\u00e4hett\u00e4j\u00e4|Od|\u53d1\u4ef6\u4eba|\u5dee\u51fa\u4eba|\u0412\u0456\u0434|\u041e\u0442)\\s*+\\*?+\\s*+[:\uff1a].*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern OTHER_FIELD = Pattern.compile(
            "[\\s*]*+(?:Sent|To|Subject|Date|Cc|Reply-To|Gesendet|An|Betreff|Datum|Envoy\u00e9|\u00c0|Objet|Enviado(?: el)?|Para|"
                    + "Asunto|Fecha|Inviato|A|Oggetto|Data|Verzonden|Aan|Onderwerp|Enviada em|Assunto|Skickat|Till|\u00c4mne|"
                    + "Sendt|Til|Emne|L\u00e4hetetty|Vastaanottaja|Aihe|Wys\u0142ano|Do|Temat|\u65e5\u671f|\u6536\u4ef6\u4eba|\u4e3b\u9898|"
                    + "\u9001\u4fe1\u65e5\u6642|\u5b9b\u5148|\u4ef6\u540d)\\s*+\\*?+\\s*+[:\uff1a].*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final int LONGEST_LINE = 1_000;

    private QuoteMarks() {}

    static boolean begins(Element element) {
        if (IDS.contains(element.id().toLowerCase(Locale.ROOT).replaceFirst("^x_", ""))) {
            return true;
        }
        if (element.normalName().equals("blockquote") && element.attr("type").equalsIgnoreCase("cite")) {
            return true;
        }
        for (String name : element.classNames()) {
            if (CLASSES.contains(name.toLowerCase(Locale.ROOT).replaceFirst("^x_", ""))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a line leads a quotation in by itself.
    static boolean leadsIn(String line) {
        String words = line.length() > LONGEST_LINE ? "" : unquoted(line);
        return !words.isEmpty()
                && (RULE_OFF.matcher(words).matches() || WROTE.matcher(words).matches());
    }

    private static String unquoted(String line) {
        int start = 0;
        while (start < line.length() && (line.charAt(start) == '>' || Character.isWhitespace(line.charAt(start)))) {
            start++;
        }
        return line.substring(start).strip();
    }

    static boolean isQuoted(String line) {
        return line.startsWith(">");
    }

    /// Whether a header of a quoted message begins here: a sender, and two more fields in the lines after it.
    static boolean isHeader(List<String> lines, int at) {
        if (lines.get(at).length() > LONGEST_LINE
                || !FROM_FIELD.matcher(lines.get(at)).matches()) {
            return false;
        }
        int fields = 0;
        int last = Math.min(lines.size(), at + 8);
        for (int line = at + 1; line < last; line++) {
            String text = lines.get(line);
            fields += text.length() <= LONGEST_LINE && OTHER_FIELD.matcher(text).matches() ? 1 : 0;
        }
        return fields >= 2;
    }
}
