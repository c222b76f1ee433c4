package org.postern.protect.function;

import java.util.HashMap;
import java.util.Map;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Type;
import org.postern.protect.explode.FileFunctions;

/// All functions of the language: those that are here, and those that rules may name but nothing here does.
public final class Functions {
    private static final String CONFIDENT = "{name confidence}";

    private Functions() {}

    public static Map<String, Callable> all() {
        Map<String, Callable> all = new HashMap<>();
        all.putAll(absent());
        all.putAll(Elements.functions());
        all.putAll(Aggregates.functions());
        all.putAll(TextTests.functions());
        all.putAll(Texts.functions());
        all.putAll(Regexes.functions());
        all.putAll(Parsers.functions());
        all.putAll(FileFunctions.all());
        return all;
    }

    private static Map<String, Callable> absent() {
        Map<String, Callable> absent = new HashMap<>();
        absent.putAll(files());
        absent.putAll(profiles());
        absent.putAll(learned());
        absent.putAll(network());
        return absent;
    }

    private static Map<String, Callable> files() {
        Map<String, Callable> files = new HashMap<>();
        files.put("file.message_screenshot", Absent.of(Type.Scalar.FILE));
        files.put("beta.message_screenshot", Absent.of(Type.Scalar.FILE));
        files.put("file.html_screenshot", Absent.of(Type.Scalar.FILE));
        files.put("beta.ocr", Absent.of(Declared.struct("ocr", "text success:bool page_results[]{text}")));
        files.put("beta.scan_qr", Absent.of(Declared.struct("qr codes", "found:bool items[]{type data url:url}")));
        return files;
    }

    private static Map<String, Callable> profiles() {
        Type profile = Declared.struct(
                "sender profile",
                "prevalence solicited:bool any_false_positives:bool any_messages_benign:bool auth_failed:bool"
                        + " any_messages_malicious_or_spam:bool days_known:int"
                        + " days_since{first_contact:int last_contact:int last_inbound:int last_outbound:int}");
        Map<String, Callable> profiles = new HashMap<>();
        for (String by : new String[] {
            "profile.by_sender",
            "profile.by_sender_email",
            "profile.by_sender_domain",
            "profile.by_reply_to",
            "beta.profile.by_reply_to"
        }) {
            profiles.put(by, Absent.of(profile));
        }
        return profiles;
    }

    private static Map<String, Callable> learned() {
        Map<String, Callable> learned = new HashMap<>();
        String topics = " topics[]" + CONFIDENT;
        learned.put(
                "ml.nlu_classifier",
                Absent.of(Declared.struct(
                        "language",
                        "language intents[]" + CONFIDENT + " tags[]" + CONFIDENT + topics + " entities[]{name text}")));
        learned.put("ml.logo_detect", Absent.of(Declared.struct("logos", "brands[]" + CONFIDENT)));
        learned.put("ml.macro_classifier", Absent.of(Declared.struct("macros", "malicious:bool confidence")));
        learned.put("ml.attack_score", Absent.of(Declared.struct("attack score", "verdict")));
        learned.put("beta.fuzzy_attack_score", Absent.of(Declared.struct("attack score", "verdict")));
        learned.put("beta.ml_topic", Absent.of(Declared.struct("topics", topics)));
        learned.put("beta.ml_translate", Absent.of(Declared.struct("translation", "text")));
        learned.put(
                "beta.ml_extract_sensitive_information",
                Absent.of(Declared.struct("sensitive information", "elements[]{type text confidence}")));
        return learned;
    }

    private static Map<String, Callable> network() {
        Type analysis = Declared.struct(
                "link analysis",
                "status_code:int submitted:bool screenshot:file effective_url:url"
                        + " credphish{disposition confidence contains_captcha:bool contains_login:bool brand"
                        + CONFIDENT + "}"
                        + " additional_responses[]{file:file json:any status_code:int url:url}"
                        + " files_downloaded[]{file_name file_extension file_type sha256 size:int}"
                        + " redirect_history[]:url unique_urls_accessed[]:url"
                        + " final_dom:html");
        Map<String, Callable> network = new HashMap<>();
        network.put("ml.link_analysis", Absent.of(analysis));
        network.put("beta.linkanalysis", Absent.of(analysis));
        network.put(
                "network.whois",
                Absent.of(Declared.struct(
                        "whois",
                        "found:bool days_old:int registrar_name registrant_company registrant_country"
                                + " registrant_country_code registrant_email administrative_email technical_email"
                                + " name_servers[]:domain")));
        return network;
    }
}
